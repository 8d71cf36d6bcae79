/** Sentences of the large view of a certificate. */

/** What a key may be used for, by the names of RFC 5280 §4.2.1.3. */
const keyUsages: Readonly<Record<string, string>> = {
  digitalSignature: 'signs handshakes and messages',
  nonRepudiation: 'signs what may not be denied later',
  keyEncipherment: 'encrypts keys (TLS with RSA key exchange)',
  dataEncipherment: 'encrypts data directly',
  keyAgreement: 'agrees on keys (static ECDH)',
  keyCertSign: 'signs certificates',
  cRLSign: 'signs revocation lists',
  encipherOnly: 'only encrypts when agreeing on keys',
  decipherOnly: 'only decrypts when agreeing on keys',
};

const purposes: Readonly<Record<string, string>> = {
  serverAuth: 'proves a TLS server, here a Central System',
  clientAuth: 'proves a TLS client, here a charge point',
  codeSigning: 'signs firmware',
  emailProtection: 'signs mail',
  timeStamping: 'signs times',
  OCSPSigning: 'answers whether certificates are revoked',
  anyExtendedKeyUsage: 'any purpose',
};

const withMeaning = (meanings: Readonly<Record<string, string>>, name: string): string => {
  const meaning = meanings[name];
  return meaning === undefined ? name : `${name}: ${meaning}`;
};

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

/** `3 days`, `5 h`, `40 min`; whole ones, rounded down. */
export function spanText(minutes: number): string {
  if (minutes >= 2 * 1440) return count(Math.floor(minutes / 1440), 'day', 'days');
  if (minutes >= 120) return `${Math.floor(minutes / 60)} h`;
  return `${minutes} min`;
}

export const certificateViewWords = {
  chain: 'Chain, root first',
  chainMissing: (issuer: string) => `${issuer} is not on the desk`,
  facts: 'What it says',
  subject: 'Subject',
  issuer: 'Issuer',
  selfIssued: 'itself: this is a root',
  names: 'Alternative names',
  noNames: 'none',
  key: 'Key',
  signature: 'Signature',
  serialNumber: 'Serial number',
  validity: 'Validity',
  bar: (percent: number) => `${percent} % of its time has passed`,
  from: 'from',
  until: 'until',
  states: {
    'not-yet-valid': 'Not valid yet',
    valid: 'Valid',
    'expires-soon': 'Ends soon',
    expired: 'Expired',
  },
  left: (minutes: number) => `${spanText(minutes)} left`,
  ago: (minutes: number) => `ended ${spanText(minutes)} ago`,
  begins: (minutes: number) => `begins in ${spanText(minutes)}`,
  extensions: 'Extensions',
  authority: 'Basic constraints',
  isAuthority: (pathLength: number | null) =>
    pathLength === null
      ? 'An authority: may issue certificates, any number of authorities below it.'
      : pathLength === 0
        ? 'An authority: may issue certificates, but no further authority.'
        : `An authority: may issue certificates, with at most ${count(pathLength, 'authority', 'authorities')} below it.`,
  notAuthority: 'No authority: cannot issue certificates.',
  keyUsage: 'Key usage',
  keyUsageMissing: 'Absent: the key may be used for anything.',
  extendedKeyUsage: 'Extended key usage',
  extendedKeyUsageMissing: 'Absent: no purpose is excluded.',
  usage: (name: string) => withMeaning(keyUsages, name),
  purpose: (name: string) => withMeaning(purposes, name),
  subjectKeyIdentifier: 'Subject key identifier',
  authorityKeyIdentifier: 'Authority key identifier',
  identifierMissing: 'absent',
  fingerprint: 'SHA-256 fingerprint',
  copyFingerprint: 'Copy the fingerprint',
  pem: 'PEM',
  copyPem: 'Copy as PEM',
  rules: 'Rules',
  rulesSummary: (fails: number, holds: number) =>
    `${fails === 0 ? 'none fails' : count(fails, 'fails', 'fail')}, ${count(holds, 'holds', 'hold')}`,
  ruleStates: { holds: 'holds', fails: 'fails', 'not-applicable': 'not applicable' },
  severity: { error: 'error', warning: 'warning', info: 'remark' },
  notApplicable: (value: number) =>
    `${count(value, 'rule does', 'rules do')} not apply to this certificate`,
  openssl: 'What OpenSSL says',
  opensslNone: 'openssl verify -x509_strict has nothing against it.',
  procedural: 'Done by people, not by a certificate',
  proceduralText:
    'No certificate can show these, so nothing here is judged. They are listed so that none is forgotten.',
};
