/** Words and HTTP status of the problems of stations' knowledge and of guided operations. */
import type { ProblemWords } from './problem.ts';

const prerequisites: Readonly<Record<string, string>> = {
  listener: 'no listener of the local CSMS serves it',
  key: 'the station has no AuthorizationKey of 16 to 20 bytes',
  root: 'the charge point has no CentralSystemRootCertificate',
  certificate: 'the charge point has no certificate of this CSMS',
};

const prerequisiteFixes: Readonly<Record<string, string>> = {
  listener: 'Start a listener with the profile first.',
  key: 'Change the AuthorizationKey first.',
  root: 'Install a root first.',
  certificate: 'Renew the charge point certificate first.',
};

const firmwareReasons: Readonly<Record<string, string>> = {
  'certificate-unreadable': 'the signing certificate cannot be read',
  'certificate-untrusted': 'the signing certificate leads to no manufacturer root that is known',
  'certificate-not-yet-valid': 'the signing certificate is not valid yet',
  'certificate-expired': 'the signing certificate has expired',
  'key-unsupported': 'the key of the signing certificate is of no kind that signs firmware',
  'signature-unreadable': 'the signature is not base64',
  'signature-invalid': 'the signature does not fit the file',
};

export const csmsProblemWords: Readonly<Record<string, ProblemWords>> = {
  'signing-request-unknown': {
    status: 404,
    message: (_, where) => `There is no signing request ${where}.`,
    fix: () => 'List the signing requests and take an id from there.',
  },
  'signing-request-busy': {
    status: 409,
    message: () => 'A certificate for this request is on its way to the charge point.',
    fix: () => 'Wait for its answer to CertificateSigned.',
  },
  'signing-request-decided': {
    status: 409,
    message: () => 'A certificate for this request was sent, or it was refused already.',
    fix: () => 'To take the certificate back, revoke it at the certificate desk.',
  },
  'signing-request-unsignable': {
    status: 422,
    message: () => 'The request holds no public key that can be certified.',
    fix: () => 'Let the charge point send a new request.',
  },
  'signing-request-without-certificate': {
    status: 409,
    message: () => 'There is no certificate for this request yet.',
    fix: () => 'Sign the request, or import the certificate that another authority signed.',
  },
  'signed-certificate-other-key': {
    status: 422,
    message: ({ found }) =>
      `None of the certificates is for the key of this request. Found: ${found}.`,
    fix: () =>
      'Give the request of this charge point to the authority; a newer request has another key.',
  },
  'chain-too-long': {
    status: 422,
    message: ({ characters, most, source }, where) =>
      source === 'station'
        ? `The chain has ${characters} characters; station ${where} takes ${most} (CertificateSignedMaxChainSize).`
        : `The chain has ${characters} characters; CertificateSigned takes ${most}.`,
    fix: () =>
      'Leave the root out, use fewer sub-authorities or smaller keys, or send it all the same to see what the charge point does.',
  },
  'purpose-unknown': {
    status: 422,
    message: (_, where) => `“${where}” is not a purpose of a certificate.`,
    fix: () => 'Write a name such as clientAuth, or a dotted OID.',
  },
  'configuration-unreadable': {
    status: 409,
    message: (_, where) => `Station ${where} reported no configuration key.`,
    fix: () => 'Look at its answers to GetConfiguration in the frames.',
  },
  'snapshot-unknown': {
    status: 404,
    message: ({ snapshot }, where) =>
      snapshot
        ? `Station ${where} has no snapshot ${snapshot} of its configuration.`
        : `The configuration of station ${where} has not been read yet.`,
    fix: () => 'Read the configuration first.',
  },
  'operation-unknown': {
    status: 404,
    message: (_, where) => `There is no operation ${where} of this station.`,
  },
  'operation-running': {
    status: 409,
    message: ({ kind }) => `Another operation of this station has not ended: ${kind}.`,
    fix: () => 'Wait for its end, or cancel it.',
  },
  'operation-ended': {
    status: 409,
    message: () => 'The operation has ended already.',
  },
  'recovery-not-offered': {
    status: 409,
    message: (_, where) => `The operation does not offer ${where} now.`,
    fix: () => 'Take one of its recovery list.',
  },
  'operation-not-connected': {
    status: 409,
    message: ({ action }) => `The station was not connected: ${action} could not be sent.`,
    fix: () => 'Wait until it connects.',
  },
  'operation-refused': {
    status: 409,
    message: ({ action, status }) => `The charge point answered ${action} with ${status}.`,
    fix: () => 'Nothing was changed on this side.',
  },
  'operation-call-error': {
    status: 409,
    message: ({ action, error, description }) =>
      `The charge point answered ${action} with the error ${error}${description ? `: ${description}` : '.'}`,
  },
  'operation-call-timeout': {
    status: 409,
    message: ({ action }) => `The charge point did not answer ${action} in time.`,
  },
  'operation-payload-invalid': {
    status: 422,
    message: ({ action }) => `The payload of ${action} does not fit its schema.`,
  },
  'operation-key-invalid': {
    status: 422,
    message: ({ minBytes, maxBytes }) =>
      `The AuthorizationKey is not ${minBytes} to ${maxBytes} bytes in hexadecimal digits.`,
    fix: () => 'Correct it, leave it out to have one made, or allow any length.',
  },
  'operation-old-key-restored': {
    status: 409,
    message: () => 'The new key was not used; the old AuthorizationKey is in force again.',
  },
  'operation-key-not-used': {
    status: 409,
    message: () =>
      'The charge point took the new AuthorizationKey and has not come back with it. The new key is in force.',
    fix: () => 'Adopt the key of its next refused attempt, or set the key of the station.',
  },
  'operation-no-signing-request': {
    status: 409,
    message: () => 'The charge point took the request to renew and sent no SignCertificate.',
    fix: () => 'Look at the configuration key CpoName: without it no request can be made.',
  },
  'operation-certificate-not-used': {
    status: 409,
    message: () => 'The charge point took the certificate and has not come back with it.',
  },
  'operation-root-unknown': {
    status: 404,
    message: () => 'There is no such root, or it cannot be read as a certificate.',
  },
  'operation-root-not-listed': {
    status: 409,
    message: ({ certificateType }) =>
      `The charge point does not list this root as ${certificateType}.`,
  },
  'operation-root-still-listed': {
    status: 409,
    message: () => 'The charge point still lists the root that it said it deleted.',
  },
  'operation-profile-not-higher': {
    status: 409,
    message: ({ former, wanted }) =>
      `The station is on security profile ${former}; ${wanted} is not higher, and a profile is never lowered over OCPP.`,
  },
  'operation-prerequisite-missing': {
    status: 409,
    message: ({ missing, wanted }) =>
      `Security profile ${wanted} is not possible yet: ${prerequisites[String(missing)] ?? missing}.`,
    fix: ({ missing }) => prerequisiteFixes[String(missing)] ?? 'Provide it first.',
  },
  'operation-profile-not-used': {
    status: 409,
    message: ({ wanted }) => `The charge point has not come back on security profile ${wanted}.`,
  },
  'operation-former-profile-kept': {
    status: 409,
    message: ({ former, wanted }) =>
      `The charge point did not come back on security profile ${wanted}; the station is bound to ${former} again.`,
  },
  'operation-file-missing': {
    status: 422,
    message: () => 'Neither a file of the bench nor a location is given.',
  },
  'operation-no-file-server': {
    status: 409,
    message: () => 'This bench serves no files.',
    fix: () => 'Give a location.',
  },
  'operation-signature-missing': {
    status: 422,
    message: () => 'The firmware has no signature and signing certificate.',
    fix: () => 'Sign the file, or give both.',
  },
  'operation-firmware-check-failed': {
    status: 422,
    message: ({ reason }) =>
      `The firmware was not sent: ${firmwareReasons[String(reason)] ?? reason}.`,
    fix: () => 'Mend it, or have the check ignored to see the charge point refuse it.',
  },
  'operation-transfer-failed': {
    status: 409,
    message: ({ status }) => `The charge point reported ${status}.`,
  },
  'operation-transfer-timeout': {
    status: 409,
    message: ({ last }) =>
      last
        ? `The charge point reported ${last} and nothing after it in time.`
        : 'The charge point reported no status in time.',
  },
};
