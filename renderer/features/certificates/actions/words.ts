/** Sentences of what is done to one certificate: export, renew, revoke, delete. */
import type { ExportRequest } from '../../../../shared/api/certificate-desk-schemas.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export const exportWords = {
  title: (name: string) => `Export ${name}`,
  format: 'What',
  formats: {
    pem: 'Certificate, PEM',
    der: 'Certificate, DER',
    chain: 'Chain without the root, PEM',
    'full-chain': 'Chain with the root, PEM',
    pkcs12: 'PKCS#12: certificate, chain and key',
    'pkcs12-legacy': 'PKCS#12 for old software (3DES)',
    key: 'Private key alone, PEM (PKCS#8)',
  } satisfies Record<ExportRequest['format'], string>,
  withoutKey: 'The private key is not on the desk, so it cannot be exported.',
  passphrase: 'Passphrase',
  passphraseHint: 'Seals the private key in the file.',
  again: 'Passphrase again',
  differs: 'The two are not the same.',
  unprotected: 'Without protection: whoever has the file has the key',
  needed: 'Enter a passphrase, or say that the key may leave without protection.',
  recorded: 'That a private key was exported is noted in the record.',
  save: 'Save the file',
  cancel: 'Cancel',
  saved: (file: string) => `Saved ${file}`,
};

export const renewWords = {
  title: (name: string) => `Renew ${name}`,
  automatic:
    'The bench made this one for itself. It is replaced where it stands and served at the next handshake; open connections stay as they are.',
  beside:
    'A new certificate with the same names is added beside this one. What uses the old one goes on doing so.',
  newKey: 'With a new key',
  revokeOld: 'Revoke the old one as replaced',
  usual: 'as long as the old one',
  renew: 'Renew',
  cancel: 'Cancel',
  renewed: (name: string) => `${name} was renewed.`,
};

export const revokeWords = {
  title: (name: string) => `Revoke ${name}`,
  reason: 'Reason',
  revoke: 'Revoke',
  cancel: 'Cancel',
  revoked: (name: string) => `${name} was revoked.`,
  list: 'The next revocation list of its issuer names it. Whoever reads that list refuses it.',
  final: 'This cannot be taken back.',
  hold: 'A hold can be taken back.',
  unused: 'Nothing on this bench uses it.',
  users: (value: number) => `${count(value, 'place uses it:', 'places use it:')}`,
  client:
    'A listener of this bench that asks for client certificates refuses it at the next connection. Open connections stay.',
  server:
    'A charger that reads revocation lists refuses the listener that shows it. The bench goes on showing it until it is renewed.',
  authority: (value: number) =>
    `Nothing below it is trusted any more: ${count(value, 'certificate it issued', 'certificates it issued')}, and all below those.`,
};

export const deleteWords = {
  title: (name: string) => `Delete ${name}?`,
  text: 'The certificate is taken off the desk, and its private key with it. Copies elsewhere stay valid: to make them worthless, revoke it first.',
  automatic: 'The bench makes a new one when it needs it.',
  hangs: 'These hang on it:',
  issued: (value: number) =>
    `${count(value, 'certificate it issued', 'certificates it issued')}, deleted with it`,
  usedBy: (text: string) => `${text}, which uses it`,
  force: 'Delete all of it',
  confirm: 'Delete',
  cancel: 'Cancel',
  deleted: (value: number) => `${count(value, 'certificate was', 'certificates were')} deleted.`,
};
