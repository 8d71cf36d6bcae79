/**
 * Words for connections that fail over a certificate: the Central System's or the charge point's.
 * Knows codes only; who verified what is decided where the sockets are.
 */
import type { ConnectionExplanation } from './connection-explanation.ts';

export const certificateFailureWords = {
  'server-certificate-untrusted': {
    title: 'The charge point does not trust the Central System’s certificate',
    meaning:
      'The certificate does not lead to a root that the charge point knows (alert 48, unknown_ca). It ends the connection, as A00.FR.310 and A00.FR.414 ask, and may report InvalidCentralSystemCertificate.',
    chargePoint:
      'Install the root certificate of the Central System (CentralSystemRootCertificate). Take the RSA or the ECDSA root to match the suites it offers.',
    csms: 'Send the intermediate certificates along with the server certificate.',
  },
  'server-certificate-self-signed': {
    title: 'The Central System shows a certificate signed by itself',
    meaning:
      'The certificate was not issued by a certificate authority the charge point knows; it vouches for itself.',
    chargePoint: 'Install the root certificate, or this one if it is meant to be trusted as it is.',
    csms: 'Use a certificate issued under the root that the charge points know.',
  },
  'server-certificate-expired': {
    title: 'The Central System’s certificate is out of date for the charge point',
    meaning:
      'The validity of the certificate, or of one above it, has ended by the clock of the charge point (alert 45, certificate_expired). Some TLS libraries send the same alert when it is not valid yet.',
    chargePoint:
      'Check its date and time first: after a cold start many clocks are at 1970 or 2000 until OCPP has set them.',
    csms: 'Renew the certificate; for charge points without a clock issue it with an early start date.',
  },
  'server-certificate-not-yet-valid': {
    title: 'The Central System’s certificate is not valid yet for the charge point',
    meaning: 'Its validity begins later than the time on the clock of the charge point.',
    chargePoint: 'Check its date and time.',
    csms: 'Issue the certificate with an early start date, for example 1970, for charge points without a clock.',
  },
  'server-certificate-revoked': {
    title: 'The Central System’s certificate is revoked',
    meaning: 'The issuer lists it as no longer to be trusted (alert 44, certificate_revoked).',
    chargePoint: 'If the list is outdated, refresh it.',
    csms: 'Use another certificate.',
  },
  'server-certificate-name-mismatch': {
    title: 'The Central System’s certificate is for another name',
    meaning:
      'The common name (CN) in the certificate is not the host name that was dialled (A00.FR.308, A00.FR.412); a wildcard does not count.',
    chargePoint:
      'Dial the host name that stands in the certificate, not its IP address or an alias.',
    csms: 'Issue the certificate with the dialled host name as CN.',
  },
  'server-certificate-wrong-purpose': {
    title: 'The Central System’s certificate is not meant for a server',
    meaning:
      'Its key usage or extended key usage does not allow use as a TLS server, or an issuer above it is not a CA.',
    csms: 'Issue it with the extended key usage serverAuth and the key usages of its suites.',
  },
  'server-certificate-revocation-unknown': {
    title: 'It could not be checked whether the Central System’s certificate is revoked',
    meaning: 'A revocation list for its issuer is missing, outdated or not valid.',
    chargePoint: 'Provide a current list for every issuer in the chain, or switch the check off.',
  },
  'server-certificate-unsupported': {
    title: 'The charge point cannot use this kind of certificate',
    meaning:
      'Its TLS library does not support the key type, curve or signature, or the certificate is not made for a server (alert 43, unsupported_certificate).',
    chargePoint: 'Check which key types and signatures its TLS library has.',
    csms: 'Check that its extended key usage has serverAuth; then try the other family (RSA or ECDSA), P-256 and PKCS#1 v1.5 signatures.',
  },
  'server-certificate-rejected': {
    title: 'The charge point refuses the Central System’s certificate',
    meaning:
      'It rejected the certificate without an exact reason (alert 42, bad_certificate, or 46, certificate_unknown). Name, trust and dates are the usual ones; OpenSSL sends 42 for a wrong name, and for a certificate that is not valid yet by its clock.',
    chargePoint:
      'Check in this order: root certificate installed, clock right, host name equal to the CN.',
    csms: 'Check that the chain is complete and in order: leaf first, then its issuers.',
  },
  'server-certificate-invalid': {
    title: 'The Central System’s certificate failed verification',
    meaning: 'A check of the certificate chain failed. The verify code is shown below.',
    chargePoint: 'Compare the installed root certificate with the chain that was sent.',
    csms: 'Check the chain, its signatures and the order of its certificates.',
  },
  'client-certificate-missing': {
    title: 'The charge point sent no certificate',
    meaning:
      'Security profile 3 needs a client certificate (A00.FR.401 to A00.FR.408), and the charge point has sent none. The alert for it is 116 (certificate_required) in TLS 1.3, 40 or 42 before.',
    chargePoint:
      'Install a charge point certificate with its private key. If profile 2 was meant, set SecurityProfile to 2 and an AuthorizationKey.',
    csms: 'If this charge point is on profile 2: set the station to profile 2, and require no client certificate on its port.',
  },
  'client-certificate-untrusted': {
    title: 'The Central System does not trust the charge point’s certificate',
    meaning:
      'The certificate does not lead to a root that the Central System knows (A00.FR.403; alert 48, unknown_ca).',
    chargePoint:
      'Send the intermediate certificates along, or install one issued by this operator.',
    csms: 'Trust the authority that issued it. On the bench, Adopt takes the one it came with, or one you give.',
  },
  'client-certificate-self-signed': {
    title: 'The charge point shows a certificate signed by itself',
    meaning: 'It was not issued by a certificate authority that the Central System knows.',
    chargePoint: 'Let it request a certificate (SignCertificate) and install the answer.',
    csms: 'Let it in on profile 1 or 2 first, and sign a new certificate for it (SignCertificate). A certificate that vouches for itself cannot be trusted alone.',
  },
  'client-certificate-expired': {
    title: 'The charge point’s certificate has expired',
    meaning: 'Its validity, or that of one above it, has ended (alert 45, certificate_expired).',
    chargePoint: 'Renew the certificate. The whitepaper asks for renewal one month ahead.',
    csms: 'Check the clock of this machine. To renew over OCPP, let it in once on another profile.',
  },
  'client-certificate-not-yet-valid': {
    title: 'The charge point’s certificate is not valid yet',
    meaning: 'Its validity begins in the future by the clock of the Central System.',
    chargePoint: 'Issue a certificate that is valid now.',
    csms: 'Check the clock of this machine.',
  },
  'client-certificate-revoked': {
    title: 'The charge point’s certificate is revoked',
    meaning:
      'Its issuer lists it, or one above it, as no longer to be trusted (A00.FR.704; alert 44, certificate_revoked).',
    chargePoint: 'Install a new certificate with a new key.',
    csms: 'Issue a new one. If it was revoked by mistake: one on hold can be released on the Certificates screen, and a newer list of a foreign authority imported; revocation checks can be switched off for a listener.',
  },
  'client-certificate-wrong-purpose': {
    title: 'The charge point’s certificate is not meant for a client',
    meaning:
      'Its key usage or extended key usage does not allow use as a TLS client, or an issuer above it is not a CA.',
    chargePoint: 'Install a certificate with the extended key usage clientAuth.',
  },
  'client-certificate-revocation-unknown': {
    title: 'It could not be checked whether the charge point’s certificate is revoked',
    meaning: 'A revocation list for its issuer is missing, outdated or not valid.',
    csms: 'Import a current list for every issuer in the chain, the root included, or let the listener check only where there is a list.',
  },
  'client-certificate-unsupported': {
    title: 'The Central System cannot use this kind of client certificate',
    meaning:
      'It does not support the key type, curve or signature (alert 43, unsupported_certificate).',
    chargePoint: 'Use an RSA 2048 or EC P-256 key with SHA-256.',
    csms: 'It should accept RSA and ECDSA client certificates (note to A00.FR.317).',
  },
  'client-certificate-key-weak': {
    title: 'The key of the charge point’s certificate is too weak',
    meaning:
      'It gives less than 112 bits of security: RSA needs 2048 bits, an elliptic curve 224 (A00.FR.501–503).',
    chargePoint:
      'Make a new key, RSA 2048 or EC P-256, and request a certificate for it (SignCertificate).',
    csms: 'It refuses as it has to. On the bench: the policy Bench lets such a charge point in with a finding, so that it can be given a new certificate; Rehearsal does not.',
  },
  'client-certificate-rejected': {
    title: 'The Central System refuses the charge point’s certificate',
    meaning:
      'It rejected the certificate without an exact reason (alert 42, bad_certificate, or 46, certificate_unknown).',
    chargePoint: 'Check chain, dates, and that CN is the serial number and O the operator.',
    csms: 'Look in its log: path (A00.FR.403), organisation (A00.FR.404), serial number (A00.FR.405).',
  },
  'client-certificate-invalid': {
    title: 'The charge point’s certificate failed verification',
    meaning: 'A check of the certificate chain failed. The verify code is shown below.',
    chargePoint: 'Check that leaf and intermediate certificates are sent in order.',
    csms: 'Check the trusted roots.',
  },
  'client-certificate-serial-mismatch': {
    title: 'The certificate belongs to another charge point',
    meaning:
      'The common name (CN) does not contain the serial number on record for this identity (A00.FR.405).',
    chargePoint: 'Install the certificate issued for its own serial number.',
    csms: 'Correct the serial number of the station, or adopt the one in the certificate.',
  },
  'client-certificate-organisation-mismatch': {
    title: 'The certificate names another operator',
    meaning:
      'The organisation (O) does not contain the name of the operator or of a trusted one (A00.FR.404). A certificate fresh from the factory names its manufacturer.',
    chargePoint: 'Set CpoName and renew the certificate.',
    csms: 'Add the organisation to the trusted ones, or let the charge point in as factory-new and renew its certificate (A00.FR.406).',
  },
} as const satisfies Record<string, ConnectionExplanation>;
