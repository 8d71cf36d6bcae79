/**
 * Words for what is wrong with the certificates that a listener shows, said before a charge point finds out; and for the
 * reasons of a revocation. Makes sentences from parameters only.
 */

type Parameters = Readonly<Record<string, string | number | boolean>>;

const reasonWords: Readonly<Record<string, string>> = {
  unspecified: 'no reason is given',
  keyCompromise: 'its private key may be known to others',
  cACompromise: 'the key of its authority may be known to others',
  aACompromise: 'the authority behind it may be compromised',
  affiliationChanged: 'it belongs to somebody else now',
  superseded: 'it was replaced by another certificate',
  cessationOfOperation: 'it is no longer in use',
  certificateHold: 'it is on hold for the time being',
  privilegeWithdrawn: 'its rights were withdrawn',
  'no-list': 'there is no revocation list of its issuer here',
  'list-expired': 'the revocation list of its issuer has run out',
};

/** A reason of RFC 5280 §5.3.1, or why none could be found out, as part of a sentence. */
export function revocationReasonWords(reason: string): string {
  return reasonWords[reason] ?? reason;
}

const familyNames: Readonly<Record<string, string>> = { rsa: 'RSA', ecdsa: 'ECDSA' };

const misuses: Readonly<Record<string, string>> = {
  'not-an-authority': 'it issues certificates but is no certificate authority (basicConstraints)',
  'key-usage': 'its key usage does not allow it',
  'extended-key-usage': 'its extended key usage does not name serverAuth',
  'path-length': 'more authorities follow below it than it allows (pathLen)',
};

const text = (value: Parameters[string] | undefined): string => String(value ?? '');

/** Keyed by rule; see `listener-certificates`. */
export const servedCertificateWords: Readonly<
  Record<string, (parameters: Parameters) => { what: string; why?: string; advice?: string }>
> = {
  'served-chain-incomplete': ({ subject, issuer, served }) => ({
    what: `Charge points will not be able to build the chain of “${text(served)}”: “${text(subject)}” is signed by “${text(issuer)}”, which is not sent and not on the desk.`,
    why: 'A charge point knows only its root; every certificate between root and server has to come with the handshake.',
    advice:
      'Import the missing intermediate certificate on the Certificates screen; it is sent from then on.',
  }),
  'served-root-unknown': ({ subject, issuer }) => ({
    what: `The chain that is sent ends with “${text(subject)}”, signed by “${text(issuer)}”, which is not on the desk.`,
    why: 'Only charge points that trust that authority will connect. Whether it is a root or an intermediate that should be sent as well cannot be told from here.',
    advice: 'Import that certificate to have the whole chain checked.',
  }),
  'served-self-signed': ({ served }) => ({
    what: `“${text(served)}” vouches for itself.`,
    why: 'Only a charge point that has exactly this certificate among its roots will accept it.',
    advice: 'Use one that was issued under a root the charge points know.',
  }),
  'served-chain-out-of-date': ({ subject, notAfter, notBefore, served }) => ({
    what: `In the chain of “${text(served)}” the certificate “${text(subject)}” ${notAfter === undefined ? `is not valid before ${text(notBefore)}` : `ended on ${text(notAfter)}`}.`,
    why: 'Charge points with a clock will refuse the whole chain.',
    advice: 'Renew that authority and what it issued.',
  }),
  'served-name': ({ found, expected }) => ({
    what: `The common name (CN) is “${text(found)}”, and the host name of this listener is “${text(expected)}”.`,
    why: 'A charge point accepts the certificate only when it dials the name in it.',
    advice: `Let the charge points dial the name in the certificate, and set it as the host name of the listener.`,
  }),
  'served-wrong-purpose': ({ subject, reason, served }) => ({
    what: `Charge points will refuse “${text(served)}” as a server certificate: of “${text(subject)}”, ${misuses[text(reason)] ?? text(reason)}.`,
    advice: 'Choose a server certificate, with serverAuth in its extended key usage.',
  }),
  'served-chain-invalid': ({ subject, code, oid, served }) => ({
    what:
      code === 'bad-signature'
        ? `In the chain of “${text(served)}” the signature on “${text(subject)}” is not that of its issuer.`
        : `In the chain of “${text(served)}” the certificate “${text(subject)}” cannot be used (${text(code)}${oid === undefined ? '' : `, extension ${text(oid)}`}).`,
    advice: 'Issue it again.',
  }),
  'served-certificate-revoked': ({ subject, reason, revokedAt }) => ({
    what: `“${text(subject)}” was revoked on ${text(revokedAt)}: ${revocationReasonWords(text(reason))}.`,
    why: 'Charge points that look at revocation lists will refuse it.',
    advice: 'Choose another certificate.',
  }),
  'served-family-missing': ({ family }) => ({
    what: `No ${familyNames[text(family)] ?? text(family)} certificate is chosen, so its cipher suites are not offered.`,
    why: 'A Central System has to support all four suites, two with an RSA and two with an ECDSA certificate; chargers may support one kind only.',
    advice: `Choose an ${familyNames[text(family)] ?? text(family)} certificate as well, unless the chargers here do not need it.`,
  }),
};
