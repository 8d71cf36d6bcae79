/** Sentences of the shared pieces. */

export const copyWords = {
  copy: 'Copy',
  copied: 'Copied',
  failed: 'Copying was not allowed. Select the text and copy it by hand.',
};

export const qrWords = {
  label: (text: string) => `QR code of ${text}`,
};

export const editorWords = {
  loading: 'Loading the editor …',
  failed: 'The editor could not be loaded. The text is shown plain.',
};

export const certificateWords = {
  subject: 'Subject',
  commonName: 'Common name (CN)',
  organisation: 'Organisation (O)',
  issuer: 'Issuer',
  serialNumber: 'Serial number',
  validity: 'Valid',
  names: 'Alternative names',
  noNames: 'none',
  key: 'Key',
  signature: 'Signature',
  keyUsages: 'Key usage',
  extendedKeyUsages: 'Extended key usage',
  fingerprint: 'SHA-256 fingerprint',
  authority: 'Authority',
  selfIssued: 'itself',
  unknown: 'unknown',
  bits: (bits: number) => `${bits} bit`,
  expired: 'Expired',
  notYetValid: 'Not valid yet',
  valid: 'Valid now',
  copyPem: 'Copy as PEM',
  until: 'to',
};

export const listWords = {
  loading: 'loading',
};

export const loadedWords = {
  loading: 'Loading',
  failed: 'This could not be loaded',
  again: 'Load again',
};

export const profileWords = {
  short: (profile: number) => `Profile ${profile}`,
  full: (profile: number, name: string) => `Security profile ${profile}: ${name}`,
};

export const findingListWords = {
  label: 'Findings',
  severity: { error: 'Error', warning: 'Warning', info: 'Remark' },
  none: 'No findings.',
};

export const saveWords = {
  refused: (status: number) => `The bench refused to give the file (status ${status}).`,
};
