import { expect, it } from 'vitest';
import { versionAfter } from './firmware-version.ts';

it.each([
  ['1.0.0', 'evse-2.1.0.bin', undefined, '2.1.0'],
  ['1.0.0', 'v3.4_signed.img', undefined, '3.4'],
  ['1.0.0', '2.0.0-rc1.bin', undefined, '2.0.0-rc1'],
  ['1.0.0', 'firmware.bin', undefined, '1.0.1'],
  ['1.0.9', '', undefined, '1.0.10'],
  ['R7b', 'firmware.bin', undefined, 'R8b'],
  ['beta', 'firmware.bin', undefined, 'beta.1'],
  ['2.1.0', 'evse-2.1.0.bin', undefined, '2.1.1'],
  ['1.0.0', 'evse-2.1.0.bin', '9', '9'],
])('after %s the file %s, with %s chosen, brings %s', (current, file, chosen, expected) => {
  expect(versionAfter(current, file, chosen)).toBe(expected);
});

it('keeps to the 50 characters of BootNotification', () => {
  expect(versionAfter('1', 'f.bin', 'x'.repeat(60))).toHaveLength(50);
});
