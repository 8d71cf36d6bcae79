/** Sentences of the tab Trust. */
const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const listsWords = {
  title: 'Revocation lists of other authorities',
  intro:
    'The lists of the bench’s own authorities need not be added. Those of other authorities are added here. Whether a listener looks at any of them is one of its settings.',
  choose: 'Add lists',
  emptyTitle: 'No other lists',
  emptyText: 'Revoked certificates of other authorities are not recognised.',
  refused: (name: string) => `${name} was not added`,
  facts: (revoked: number, from: string, until: string | undefined) =>
    `${count(revoked, 'certificate', 'certificates')} revoked · of ${from}${until === undefined ? '' : ` · until ${until}`}`,
  unknown: 'Its authority is not trusted here: the list counts for nothing until it is.',
  ranOut: 'It has run out: what was revoked since is not known.',
  remove: 'Remove',
  removeOf: (name: string) => `Remove the list of ${name}`,
};

export const trustWords = {
  intro:
    'Client certificates that lead to the bench’s own roots are trusted always. Add the roots of other authorities here, for example of a manufacturer or of your own certificate authority.',
  roots: 'Trusted roots',
  emptyTitle: 'No other roots',
  emptyText: 'Only certificates of the bench’s own roots are accepted.',
  add: 'Add trusted roots',
  pem: 'Certificates of authorities, PEM',
  pemHint: 'Paste one or several, or choose files. What is no authority is not added.',
  files: 'Choose files',
  addNow: 'Trust them',
  noBlocks: 'There is no certificate in PEM in it.',
  noBlocksFix:
    'Copy everything from -----BEGIN CERTIFICATE----- to the last -----END CERTIFICATE-----.',
  added: (value: number) => `${count(value, 'root', 'roots')} trusted.`,
  refused: (position: number, of: number) => `Certificate ${position} of ${of} was not added`,
  until: 'valid until',
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  removeTitle: 'Trust this root no longer?',
  removeText: 'Charge points with certificates of this root are refused at their next connection.',
};
