import { afterAll, describe, expect, it } from 'vitest';
import { createOpenSslFolder } from './openssl-support.ts';
import { readSigningRequest, requestPem } from './read-signing-request.ts';
import { createSigningRequest } from './signing-request.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

async function opensslRequest(...key: string[]): Promise<string> {
  const subject = '/O=Example CPO/CN=SN-1';
  const made = ['req', '-new', '-nodes', '-keyout', 'r.key', '-out', 'r.pem', '-subj', subject];
  const { exitCode, output } = await folder.run(...made, ...key);
  if (exitCode !== 0) throw new Error(output);
  return (await folder.run('req', '-in', 'r.pem')).output;
}

const possessionIn = (text: string) => readSigningRequest(text).request?.possession;

describe('signing requests of charge points', () => {
  it.each(['rsa', 'ecdsa'] as const)(
    'A02.FR.03 made for the emulated charge point with %s are read by OpenSSL and by us',
    async (family) => {
      const subject = { organisation: 'Example CPO', commonName: 'SN-1' };
      const { csrPem, privateKeyPem } = await createSigningRequest(subject, family);
      folder.write('ours.pem', csrPem);
      const read = await folder.run('req', '-in', 'ours.pem', '-verify', '-noout', '-subject');
      expect(read.output).toMatch(/verify OK/i);
      expect(read.output).toMatch(/O = Example CPO, CN = SN-1/);
      expect(privateKeyPem).toContain('BEGIN PRIVATE KEY');
      expect(possessionIn(csrPem)).toBe('proved');
    },
  );

  it('A02.FR.12 of which a single byte was altered or lost never prove their key, and never make the reader throw', async () => {
    const pem = await opensslRequest('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
    const der = readSigningRequest(pem).request?.der ?? expect.fail('unreadable');
    expect(possessionIn(requestPem({ der }))).toBe('proved');
    for (let index = 0; index < der.length; index += 1) {
      const flipped = Uint8Array.from(der);
      flipped[index] = (flipped[index] ?? 0) ^ 0x55;
      expect([index, possessionIn(requestPem({ der: flipped }))]).not.toEqual([index, 'proved']);
      expect(possessionIn(requestPem({ der: der.subarray(0, index) }))).not.toBe('proved');
    }
  });

  it('A02.FR.12 that are none say why', () => {
    expect(readSigningRequest('nonsense').unreadable).toBeDefined();
  });
});
