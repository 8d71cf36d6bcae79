import { expect, it } from 'vitest';
import { exportFormats, exportRequest } from '../../../../shared/api/certificate-desk-schemas.ts';
import { type ExportDraft, faultOfExport, formats, requestOfExport } from './export-draft.ts';

const draft = (changes: Partial<ExportDraft>): ExportDraft => ({
  ...{ format: 'pkcs12', passphrase: '', again: '', unprotected: false },
  ...changes,
});

it('a private key leaves with a passphrase, or when it is said that it needs none', () => {
  expect(faultOfExport(draft({}))).toBe('needed');
  expect(faultOfExport(draft({ passphrase: 'a', again: 'b' }))).toBe('differs');
  expect(faultOfExport(draft({ passphrase: 'a', again: 'a' }))).toBeUndefined();
  expect(faultOfExport(draft({ unprotected: true }))).toBeUndefined();
  expect(faultOfExport(draft({ format: 'full-chain' }))).toBeUndefined();
});

it('offers every format of the contract, and becomes what it takes', () => {
  expect(formats.toSorted()).toEqual([...exportFormats].toSorted());
  for (const format of formats) {
    const request = requestOfExport(draft({ format, passphrase: 'secret' }));
    expect(exportRequest.parse(request)).toEqual(request);
  }
  expect(requestOfExport(draft({ format: 'pem', passphrase: 'secret' }))).not.toHaveProperty(
    'passphrase',
  );
  const open = requestOfExport(draft({ unprotected: true, passphrase: 'secret' }));
  expect(open).toEqual({ format: 'pkcs12', unencrypted: true });
});
