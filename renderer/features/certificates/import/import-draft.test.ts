import { describe, expect, it } from 'vitest';
import { importRequest } from '../../../../shared/api/certificate-desk-schemas.ts';
import { contentOfBytes, joinedText, keyBlocks, requestOfImport } from './import-draft.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const key = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----';

describe('files that are handed in', () => {
  it('PEM goes as text, anything else as Base64, also when it is long', () => {
    expect(contentOfBytes(bytes(`Bag\n${key}`))).toEqual({ text: `Bag\n${key}` });
    expect(contentOfBytes(new Uint8Array([0x30, 0x82, 0xff]))).toEqual({ base64: 'MIL/' });
    const long = contentOfBytes(new Uint8Array(200_000).fill(0x30));
    expect('base64' in long && atob(long.base64).length).toBe(200_000);
  });

  it('finds the keys of a text, encrypted or not, and of nothing else', () => {
    const plain = '-----BEGIN EC PRIVATE KEY-----\nBBBB\n-----END EC PRIVATE KEY-----';
    expect(keyBlocks({ text: `${key}\n${plain}\n-----BEGIN PRIVATE KEY-----` })).toEqual([
      key,
      plain,
    ]);
    expect(keyBlocks({ base64: 'MIL/' })).toEqual([]);
  });

  it('are joined when there are several, so that keys find certificates of other files', () => {
    const one = { content: { text: key }, certificates: [] };
    expect(joinedText([one])).toBeUndefined();
    expect(joinedText([one, one])).toBe(`${key}\n${key}`);
  });

  it('become what the contract takes', () => {
    const files = [{ id: '1', name: 'a.pem', content: { text: key } }];
    const request = requestOfImport(files, '', ' Mine ');
    expect(importRequest.parse(request)).toEqual(request);
    expect(request).toEqual({ files: [{ name: 'a.pem', content: { text: key } }], name: 'Mine' });
  });
});
