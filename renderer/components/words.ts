/** Sentences of the shared pieces. */
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';

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

export const dialogWords = { cancel: 'Cancel' };

export const lastKnownWords = {
  note: 'last known',
  reason: 'The bench does not answer; nothing can be changed until it does.',
};

export const loadedWords = {
  loading: 'Loading',
  failed: 'This could not be loaded',
  again: 'Load again',
};

/** What each profile means for somebody who has to choose one. */
export const profileChoices: Readonly<Record<SecurityProfile, { short: string; long: string }>> = {
  0: {
    short: 'No security',
    long: 'Plain ws:// without credentials. For first contact in a closed network; nobody is identified.',
  },
  1: {
    short: 'Password',
    long: 'Plain ws:// with a password (HTTP Basic). The charge point is identified, but everything can be read on the way.',
  },
  2: {
    short: 'TLS + password',
    long: 'Encrypted wss:// with a password. The charge point checks the server certificate, so it needs the root certificate of the bench.',
  },
  3: {
    short: 'TLS + certificate',
    long: 'Encrypted wss:// with certificates on both sides. No password; the charge point proves itself with its own certificate.',
  },
};

export const profileWords = {
  choose: 'Security profile',
  short: (profile: number) => `Profile ${profile}`,
  full: (profile: number, name: string) => `Security profile ${profile}: ${name}`,
};

export const findingListWords = {
  label: 'Findings',
  severity: { error: 'Error', warning: 'Warning', info: 'Remark' },
  none: 'No findings.',
};

export const pemWords = { hint: 'Paste it, or choose a file.', file: 'Choose a file' };

export const saveWords = {
  refused: (status: number) => `The bench refused to give the file (status ${status}).`,
};

export const rootWords = {
  title: 'Root certificate',
  text: 'A charge point trusts one of the two; pick the one of the key family it supports.',
  rsa: 'Save RSA root',
  ecdsa: 'Save ECDSA root',
  advice: (station: string, family: 'rsa' | 'ecdsa' | 'either' | 'none') =>
    ({
      rsa: `${station} offered suites for RSA only: install the RSA root.`,
      ecdsa: `${station} offered suites for ECDSA only: install the ECDSA root.`,
      either: `${station} accepts both families and is shown the ECDSA certificate: install the ECDSA root, or both.`,
      none: `${station} offered no suite that fits either root. See its ClientHello in the frames.`,
    })[family],
  noAdvice:
    'If unsure, install both. Once a charger has tried to connect, its ClientHello tells which one it needs.',
  saved: (file: string) => `Saved ${file}`,
};

export const chargePointStatusWords = {
  disconnected: 'Disconnected',
  connecting: 'Connecting',
  connected: 'Connected',
  waiting: 'Waiting',
  stopped: 'Stopped',
} as const;
