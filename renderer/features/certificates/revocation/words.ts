/** Sentences of the revocation list of an authority. */
export const revocationWords = {
  title: 'Revocation list',
  number: (value: number) => `List ${value.toLocaleString('en-US')}`,
  from: 'of',
  until: 'valid until',
  empty: 'Nothing that it issued is revoked.',
  columns: { certificate: 'Certificate', since: 'Since', reason: 'Reason' },
  pem: 'Save as PEM',
  der: 'Save as DER',
  next: 'Make the next list',
  made: (value: number) => `List ${value.toLocaleString('en-US')} was made.`,
  saved: (file: string) => `Saved ${file}`,
  show: (name: string) => `Show ${name}`,
};
