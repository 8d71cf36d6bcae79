/**
 * Bad certificate files at the door, made by `openssl` and by hand: each is refused with a code, words and what to do;
 * afterwards nothing is lost, nothing was added, and a charge point still gets in.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';
import {
  closeForeignChargePoints,
  connectionError,
  foreignChargePoint,
} from '../support/foreign-charge-point.ts';
import { opensslAvailable } from '../support/tls-server.ts';
import { opensslIdentity } from './table/odd-certificates.ts';

type Content = { text: string } | { base64: string };
interface BadFile {
  content: () => Content;
  passphrase?: string;
  code: string;
}

const folder = mkdtempSync(join(tmpdir(), 'benchpoint-bad-files-'));
let composed: ComposedBench;
let opened: OpenedDoor;
let pair = { certPem: '', keyPem: '' };
let other = { certPem: '', keyPem: '' };
beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  if (!opensslAvailable) return;
  pair = opensslIdentity({ commonName: 'one.example' });
  other = opensslIdentity({ commonName: 'two.example' });
});
afterAll(async () => {
  await closeForeignChargePoints();
  await opened.door.close();
  await composed.close();
  rmSync(folder, { recursive: true });
});

function openssl(...words: string[]): Buffer {
  const [key, cert, out] = [
    join(folder, 'key'),
    join(folder, 'cert'),
    join(folder, 'out'),
  ] as const;
  writeFileSync(key, pair.keyPem);
  writeFileSync(cert, pair.certPem);
  const at: Record<string, string> = { KEY: key, CERT: cert, OUT: out };
  execFileSync(
    'openssl',
    words.map((word) => at[word] ?? word),
    { stdio: 'ignore' },
  );
  return readFileSync(out);
}

const sealedKey = (): Content => ({
  text:
    pair.certPem +
    openssl('pkcs8', '-topk8', '-in', 'KEY', '-out', 'OUT', '-passout', 'pass:right').toString(),
});
const pkcs12 = (...more: string[]): Content => ({
  base64: openssl(
    ...['pkcs12', '-export', '-inkey', 'KEY', '-in', 'CERT', '-out', 'OUT'],
    ...['-passout', 'pass:right', ...more],
  ).toString('base64'),
});
const derOf = (pem: string): Buffer =>
  Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
/** The certificate, changed in its DER form. */
const changed = (how: (der: Buffer) => Buffer): Content => ({
  base64: how(Buffer.from(derOf(pair.certPem))).toString('base64'),
});

const badFiles: Record<string, BadFile> = {
  'an encrypted key without a passphrase': { content: sealedKey, code: 'file-passphrase-missing' },
  'an encrypted key with the wrong passphrase': {
    content: sealedKey,
    passphrase: 'no-such-secret',
    code: 'file-passphrase-wrong',
  },
  'PKCS#12 without a passphrase': { content: () => pkcs12(), code: 'file-passphrase-missing' },
  'PKCS#12 with the wrong passphrase': {
    content: () => pkcs12(),
    passphrase: 'no-such-secret',
    code: 'file-passphrase-wrong',
  },
  'PKCS#12 with an algorithm that nobody uses': {
    content: () => pkcs12('-keypbe', 'aria-256-cbc'),
    passphrase: 'right',
    code: 'encryption-unknown',
  },
  'PEM that was cut off': {
    content: () => ({ text: pair.certPem.slice(0, 400) }),
    code: 'pem-truncated',
  },
  'PEM whose begin and end do not match': {
    content: () => ({ text: pair.certPem.replace('END CERTIFICATE', 'END PRIVATE KEY') }),
    code: 'pem-mixed',
  },
  'a key that belongs to another certificate': {
    content: () => ({ text: pair.certPem + other.keyPem }),
    code: 'key-does-not-fit',
  },
  'a certificate that promises four gigabytes': {
    content: () => ({ base64: Buffer.from('3084ffffffff0000', 'hex').toString('base64') }),
    code: 'certificate-damaged',
  },
  'a certificate that ends in the middle': {
    content: () => changed((der) => der.subarray(0, 100)),
    code: 'certificate-damaged',
  },
  'a certificate whose signature was altered': {
    content: () =>
      changed((der) => {
        der.writeUInt8((der.at(-1) ?? 0) ^ 1, der.length - 1);
        return der;
      }),
    code: 'signature-broken',
  },
  'half a megabyte of nonsense': {
    content: () => ({ base64: Buffer.alloc(600_000, 0x30).toString('base64') }),
    code: 'certificate-too-large',
  },
  'a text that is no certificate': {
    content: () => ({ text: 'Dear colleague, here is the certificate.' }),
    code: 'nothing-readable',
  },
};

describe.skipIf(!opensslAvailable)('a bad certificate file at the door', () => {
  it.each(Object.entries(badFiles))('%s is refused with words', async (_name, bad) => {
    const { content, passphrase, code } = bad;
    const files = [{ name: 'theirs.pem', content: content() }];
    const body = { files, ...(passphrase === undefined ? {} : { passphrase }) };
    const refused = await opened.api('POST', '/pki/imports', body);
    expect([refused.status, refused.body.code]).toEqual([422, code]);
    expect(refused.body.message).toMatch(/[a-z].{10,}\.$/);
    expect(refused.body.fix).toMatch(/\w{3}/);
    for (const secret of [passphrase, pair.keyPem.slice(100, 160)]) {
      if (secret !== undefined) expect(refused.text).not.toContain(secret);
    }
  });

  it('larger than the door takes is refused before it is read', async () => {
    const files = [{ content: { base64: Buffer.alloc(3_500_000, 0x30).toString('base64') } }];
    const refused = await opened.api('POST', '/pki/imports', { files });
    expect([refused.status, refused.body.code]).toEqual([413, 'payload-too-large']);
  });

  it('leaves the desk as it was and the bench at work', async () => {
    const before = await opened.api('GET', '/pki/entries');
    for (const { content, passphrase } of Object.values(badFiles)) {
      const files = [{ content: content() }];
      await opened.api('POST', '/pki/imports', { files, ...(passphrase && { passphrase }) });
    }
    const after = await opened.api('GET', '/pki/entries');
    expect(after.body).toEqual(before.body);
    const good = [{ content: { text: pair.certPem + pair.keyPem } }];
    expect((await opened.api('POST', '/pki/imports', { files: good })).status).toBe(200);
    const [port = 0] = await composed.listen({ securityProfiles: [0] });
    const client = foreignChargePoint({ identity: 'STILL', endpoint: `ws://127.0.0.1:${port}` });
    expect(await connectionError(client)).toBeUndefined();
  });
});
