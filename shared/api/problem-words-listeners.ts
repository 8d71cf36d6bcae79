/**
 * The words and HTTP status of problems with listeners: ports, addresses, certificates.
 * Makes sentences from parameters only.
 */
import type { Problem, ProblemWords } from './problem.ts';

const fileServers: Readonly<Record<string, string>> = {
  http: 'HTTP',
  https: 'HTTPS',
  ftp: 'FTP',
  'ftps-implicit': 'implicit FTPS',
};

/** Who has a port: a part of this bench, the program that was found, or some other one. */
function ownerOfPort({
  owner,
  ownerName = '',
  holder,
}: NonNullable<Problem['parameters']>): string {
  if (owner === 'listener') return `${ownerName}, a listener of this bench`;
  if (owner === 'file-server') {
    return `the ${fileServers[String(ownerName)] ?? ownerName} file server of this bench`;
  }
  if (owner === 'bench') return 'this bench itself, for its screens and its API';
  return holder ? String(holder) : 'another program';
}

const portFixes: Readonly<Record<string, string>> = {
  listener:
    'Choose another port, or give that listener the security profiles: one can serve several.',
  'file-server': 'Choose another port, here or for that file server.',
  bench: 'Choose another port, or start the bench with another --port.',
};

export const listenerProblemWords: Readonly<Record<string, ProblemWords>> = {
  'certificate-family-mismatch': {
    status: 409,
    message: ({ wanted, found }, where) =>
      `The certificate ${where} has ${found === 'rsa' ? 'an RSA' : 'an elliptic curve'} key and was chosen as the ${wanted === 'rsa' ? 'RSA' : 'ECDSA'} certificate.`,
    fix: () => 'Choose it for the other kind, or choose another certificate for this one.',
  },
  'listener-unknown': {
    status: 404,
    message: (_, where) => `There is no listener ${where}.`,
  },
  'fault-not-applicable': {
    status: 409,
    message: (_, where) => `${where} cannot show this fault.`,
    fix: ({ needed }) =>
      needed === 3
        ? 'Raise the charge point to security profile 3, where it shows a certificate.'
        : 'Choose one with security profile 2 or 3: without TLS there is no handshake.',
  },
  'listener-for-profile-missing': {
    status: 409,
    message: ({ securityProfile }) =>
      `No listener of the local CSMS serves security profile ${securityProfile}.`,
    fix: ({ securityProfile }) => `Start a listener with profile ${securityProfile} first.`,
  },
  'port-in-use': {
    status: 409,
    message: (parameters) => `Port ${parameters.port} is taken by ${ownerOfPort(parameters)}.`,
    fix: ({ owner }) => portFixes[String(owner)] ?? 'Stop that program or choose another port.',
  },
  'port-not-permitted': {
    status: 403,
    message: ({ port }) => `This user may not listen on port ${port}.`,
    fix: ({ command }) =>
      typeof command === 'string' && command !== ''
        ? `Run: ${command}`
        : 'Choose a port above 1023, or grant the right to bind low ports.',
  },
  'address-not-available': {
    status: 409,
    message: (_, where) => `This machine has no address ${where}.`,
    fix: () => 'Choose an address of this machine, or :: for all of them.',
  },
  'too-many-open-files': {
    status: 503,
    message: () => 'The system allows no more open files for this program.',
    fix: () => 'Close connections, or raise the limit of open files (ulimit -n).',
  },
  'listen-failed': {
    status: 500,
    message: ({ raw, errorCode }, where) => `Listening on ${where} failed: ${raw ?? errorCode}.`,
  },
  'listener-accept-failed': {
    status: 503,
    message: ({ errorCode }, where) =>
      `Listener ${where} could not accept a connection (${errorCode}).`,
    fix: () => 'Close connections, or raise the limit of open files (ulimit -n).',
  },
  'listener-address-fixed': {
    status: 409,
    message: () => 'Host and port of a running listener cannot change.',
    fix: () => 'Stop the listener and start it again.',
  },
  'tls-material-missing': {
    status: 500,
    message: (_, where) => `Listener ${where} has no certificates for TLS.`,
  },
  'tls-material-invalid': {
    status: 500,
    message: ({ errorCode }, where) =>
      `The certificates of listener ${where} cannot be used (${errorCode}).`,
    fix: () => 'Choose another host name or signature, then start the listener again.',
  },
};
