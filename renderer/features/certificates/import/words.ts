/** Sentences of the dialog that imports certificates and keys. */
const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const importWords = {
  title: 'Import certificates and keys',
  drop: 'Drop files here, or choose them. PEM, DER, PKCS#12 and PKCS#7, in any order; private keys find their certificates by themselves.',
  choose: 'Choose files',
  paste: 'Or paste PEM',
  pasted: 'Pasted text',
  passphrase: 'Passphrase',
  passphraseHint: 'For encrypted keys and PKCS#12.',
  name: 'Name on the desk',
  nameHint: 'Shown instead of the common name.',
  found: 'What is in it',
  looking: 'Looking at it …',
  remove: (file: string) => `Leave out ${file}`,
  keys: (value: number) => count(value, 'private key', 'private keys'),
  withKey: 'its private key is here',
  until: 'valid until',
  issuedBy: (issuer: string) => `issued by ${issuer}`,
  root: 'a root',
  authority: 'an authority',
  fails: (value: number) => `${count(value, 'rule fails', 'rules fail')} that matter`,
  failsNone: 'keeps every rule that matters',
  large: (file: string) => `${file} is larger than 2 MB and holds no certificate of use.`,
  many: 'At most 20 files at once.',
  summary: (certificates: number, pairs: number) =>
    pairs === 0
      ? `${count(certificates, 'certificate', 'certificates')}, no private key`
      : `${count(certificates, 'certificate', 'certificates')}, ${count(pairs, 'private key', 'private keys')} belonging to ${pairs === 1 ? 'it' : 'them'}`,
  import: 'Import',
  cancel: 'Cancel',
  imported: (fresh: number, known: number) =>
    known === 0
      ? `${count(fresh, 'certificate was', 'certificates were')} imported.`
      : `${count(fresh, 'certificate was', 'certificates were')} imported, ${count(known, 'was', 'were')} on the desk already.`,
};
