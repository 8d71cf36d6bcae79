/** Sentences of the AuthorizationKey workbench. Those of rules and mistakes are shared with the command line. */
import type { KeyField } from '../../../../shared/security/authorization-key-forms.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const workbenchWords = {
  title: 'Key workbench',
  intro: 'One key in its three forms. Change any of them; the others follow.',
  identity: 'Identity',
  identityHint: 'The user name in the header',
  otherIdentity: (station: string) => `Not the identity of this station, ${station}.`,
  fields: {
    hex: 'Hexadecimal',
    text: 'Text',
    header: 'Authorization header',
  } satisfies Record<KeyField, string>,
  fieldHints: {
    hex: 'As ChangeConfiguration carries it',
    text: 'Only where the bytes are readable text',
    header: 'As the charge point sends it',
  } satisfies Record<KeyField, string>,
  copy: {
    hex: 'Copy the hexadecimal digits',
    text: 'Copy the text',
    header: 'Copy the header',
  } satisfies Record<KeyField, string>,
  notText: 'no readable text',
  generate: 'Generate',
  generateHint: '20 random bytes',
  generatePrintable: 'Generate printable',
  generatePrintableHint: '20 random letters and digits, for chargers that damage other bytes',
  set: 'Set for the station',
  setNow: 'The key is stored. The next connection has to use it.',
  remove: 'Remove the stored key',
  removed: 'The key is removed.',
  sendHint:
    'Setting a key changes the bench only. To give the charge point the new key, change it from the station’s screen.',
  length: (bytes: number) => count(bytes, 'byte', 'bytes'),
  meter: (bytes: number, digits: number) =>
    `${count(bytes, 'byte', 'bytes')}, ${count(digits, 'digit', 'digits')}; the whitepaper asks for 16 to 20 bytes`,
  rules: 'What each edition asks of a key',
  columns: { edition: 'Edition', rule: 'Rule', state: 'State', why: 'Why' },
  holds: 'Holds',
  fails: 'Fails',
  optional: 'Does not apply',
};

export const comparisonWords = {
  title: 'Compare with what a charger sent',
  intro:
    'The bench compares and names the mistake. A key that arrived is not shown unless you reveal it.',
  sources: { header: 'Paste a header', attempt: 'A refused attempt' },
  source: 'What was sent',
  header: 'Header that was sent',
  headerHint: 'Basic …, from its log or a trace. It is compared and not kept.',
  attempt: 'Refused attempt',
  noAttempts: 'No attempt of this station was refused for its credentials.',
  attemptOf: (at: string, title: string) => `${at}: ${title}`,
  withDraft: 'Compare with the key in the workbench instead of the stored one',
  compare: 'Compare',
  match: 'These are the right credentials.',
  reveal: 'Reveal what it sent',
  revealHint: 'Showing it is recorded as a frame of the capture.',
  hide: 'Hide',
  copy: (what: string) => `Copy: ${what}`,
  results: 'What is wrong',
};

export const mistakeWords = {
  list: 'Mistakes in the credentials',
  possible: 'possible',
  actFirst: 'act here first',
};

export const storageWords = {
  hashOnly: 'Keep only a salted hash of the key',
  hashOnlyHint:
    'A01.FR.08. Connections are compared with the hash. Then nobody can show the key again, a fleet cannot take it over, and keys that lost bytes on the way are only guessed.',
  isHash: 'Only its salted hash is kept: it cannot be shown.',
  staysHash: 'The key in force stays a hash until a new one is set.',
  former: 'Former keys',
  formerText: (bytes: number) => `${count(bytes, 'byte', 'bytes')}, replaced`,
  formerHint: 'Kept as salted hashes, to name them when the charge point still sends one.',
};
