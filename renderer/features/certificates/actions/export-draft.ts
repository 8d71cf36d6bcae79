/** What is to be exported as it is being chosen, and how that becomes a request. Knows nothing of React. */
import type { ExportRequest } from '../../../../shared/api/certificate-desk-schemas.ts';

type Format = ExportRequest['format'];

/** In the order in which they are offered; those with a key last. */
export const formats: readonly Format[] = [
  'pem',
  'der',
  'chain',
  'full-chain',
  'pkcs12',
  'pkcs12-legacy',
  'key',
];

export const holdsKey = (format: Format): boolean =>
  format === 'key' || format === 'pkcs12' || format === 'pkcs12-legacy';

export interface ExportDraft {
  format: Format;
  passphrase: string;
  again: string;
  unprotected: boolean;
}

/** A key leaves sealed, unless somebody says in so many words that it need not be. */
export function faultOfExport({
  format,
  passphrase,
  again,
  unprotected,
}: ExportDraft): 'needed' | 'differs' | undefined {
  if (!holdsKey(format) || unprotected) return undefined;
  if (passphrase === '') return 'needed';
  return passphrase === again ? undefined : 'differs';
}

/** The request for a draft without faults. A passphrase that is not needed goes nowhere. */
export function requestOfExport({ format, passphrase, unprotected }: ExportDraft): ExportRequest {
  if (!holdsKey(format)) return { format, unencrypted: false };
  return unprotected ? { format, unencrypted: true } : { format, passphrase, unencrypted: false };
}
