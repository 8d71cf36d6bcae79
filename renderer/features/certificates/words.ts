/** Sentences of the screen Certificates and of its desk. */
import type {
  CertificateEntry,
  CertificateRole,
  CertificateUse,
} from '../../../shared/api/certificate-desk-schemas.ts';
import type { RevocationReason } from '../../../shared/security/revocation.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const certificatesWords = {
  title: 'Certificates',
  tabs: { desk: 'Desk', requests: 'Requests', trust: 'Trust' },
};

export const roleWords: Readonly<Record<CertificateRole, string>> = {
  root: 'Root',
  'sub-authority': 'Sub-authority',
  server: 'Server',
  client: 'Client',
  'firmware-signing': 'Firmware signing',
  other: 'Other',
};

export const originWords: Readonly<Record<CertificateEntry['origin'], string>> = {
  automatic: 'The bench made it for itself and renews it.',
  created: 'Made on this desk.',
  imported: 'Imported.',
  'signed-request': 'Signed for a key that somebody else holds.',
};

export const hierarchyWords: Readonly<Record<CertificateEntry['hierarchy'], string>> = {
  operator: 'Operator (CPO)',
  manufacturer: 'Manufacturer',
  other: 'Brought along',
};

export const useWords = {
  short: ({ kind, id }: CertificateUse): string =>
    ({
      listener: `Listener ${id}`,
      door: 'Address of this page',
      'file-server': 'File server',
      station: id,
      'charge-point': `${id} (emulated)`,
      firmware: 'Firmware',
    })[kind],
  more: (value: number) => `and ${value.toLocaleString('en-US')} more`,
  nobody: 'nobody',
};

export const reasonWords: Readonly<Record<RevocationReason, string>> = {
  unspecified: 'No reason given',
  keyCompromise: 'The private key is known to others',
  cACompromise: 'The authority’s key is known to others',
  affiliationChanged: 'The owner changed',
  superseded: 'Replaced by a new certificate',
  cessationOfOperation: 'No longer in use',
  certificateHold: 'On hold: can be taken back',
  privilegeWithdrawn: 'May no longer do what it says',
};

export const treeWords = {
  label: 'Authorities and what they issued',
  columns: {
    name: 'Name',
    role: 'Kind',
    key: 'Key',
    validity: 'Valid until',
    uses: 'Used by',
  },
  search: 'Find a certificate',
  searchHint: 'Name, owner or serial number',
  state: 'Show',
  states: {
    all: 'All',
    'expires-soon': 'Ends soon',
    expired: 'Expired',
    revoked: 'Revoked',
    'in-use': 'In use',
  },
  daysLeft: (days: number) => count(days, 'day', 'days'),
  revoked: 'Revoked',
  withoutKey: 'without its key',
  issued: (value: number) => `${value.toLocaleString('en-US')} issued`,
  loading: 'loading …',
  more: (left: number) => `Show more: ${left.toLocaleString('en-US')} left`,
  nothing: 'Nothing fits this filter.',
  clear: 'Show all',
  failed: 'The certificates could not be loaded',
  again: 'Load again',
  choose: 'Choose a certificate to see what it says and which rules it keeps.',
  intro:
    'The bench made the roots itself and keeps their keys. Issue what a test needs below them, or import certificates of your own.',
};

export const expiryWords = {
  title: 'Certificates in use need attention',
  expired: (name: string, users: string) => `${name} has expired (used by ${users}).`,
  soon: (name: string, left: string, users: string) =>
    `${name} ends in ${left} (used by ${users}).`,
  more: (value: number) => `${count(value, 'more is', 'more are')} like it.`,
  show: (name: string) => `Show ${name}`,
  open: 'Show',
};

export const detailWords = {
  pane: 'Certificate',
  close: 'Close the certificate',
  actions: 'Actions',
  export: 'Export',
  renew: 'Renew',
  revoke: 'Revoke',
  release: 'Take back the hold',
  delete: 'Delete',
  issue: 'Issue below it',
  usedBy: 'Used by',
  revoked: 'Revoked',
  revokedSince: 'since',
  keyHere: 'Its private key is on the desk.',
  keyAway: 'Its private key is not on the desk.',
  gone: 'This certificate is no longer on the desk.',
  released: 'The hold was taken back.',
};

export const toolbarWords = {
  create: 'Create',
  import: 'Import',
  batch: 'Client certificates in bulk',
  roots: 'Save a root',
};

export const deskShortcuts = {
  title: 'Certificates',
  shortcuts: [
    { keys: ['/'], does: 'Find a certificate' },
    { keys: ['↑', '↓'], does: 'Previous or next certificate' },
    { keys: ['→', '←'], does: 'Unfold or fold what an authority issued' },
    { keys: ['Enter'], does: 'Go to the details' },
    { keys: ['Esc'], does: 'Close the details' },
  ],
};
