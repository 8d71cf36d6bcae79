import { expect, it } from 'vitest';
import { certificateBlocks } from './certificate-blocks.ts';

const one = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
const other = '-----BEGIN CERTIFICATE-----\r\nBBBB\r\n-----END CERTIFICATE-----';
const key = '-----BEGIN PRIVATE KEY-----\nCCCC\n-----END PRIVATE KEY-----';

it('takes every certificate of a pasted text once, whatever stands between', () => {
  expect(certificateBlocks(`Bag Attributes\n${one}\n${key}\n${other}\n${one}`)).toEqual([
    one,
    other,
  ]);
});

it('finds nothing in a key, in a cut-off block or in plain text', () => {
  expect(certificateBlocks(`${key}\n${one.slice(0, -10)} hello`)).toEqual([]);
});
