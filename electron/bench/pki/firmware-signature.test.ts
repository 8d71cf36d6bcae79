/** Firmware signatures against the system's OpenSSL in both directions, and what must not pass. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { openBenchAuthorities } from './bench-authorities.ts';
import type { KeyFamily } from './certificate-storage.ts';
import { certificateView } from './certificate-view.ts';
import {
  type FirmwareSignatureScheme,
  familyOfScheme,
  signFirmware,
  verifyFirmware,
} from './firmware-signature.ts';
import { createMemoryCertificateStorage } from './memory-certificate-storage.ts';
import { createOpenSslFolder } from './openssl-support.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

const storage = createMemoryCertificateStorage();
const authorities = openBenchAuthorities({ storage, cpoName: () => 'Example CPO' });
const firmware = randomBytes(300_000);
const schemes: FirmwareSignatureScheme[] = ['rsa-pss', 'rsa-pkcs1', 'ecdsa'];
const families: KeyFamily[] = ['rsa', 'ecdsa'];

function* inPieces(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += 7001) yield content.subarray(at, at + 7001);
}

async function signerOf(scheme: FirmwareSignatureScheme) {
  return authorities.firmwareSigner(familyOfScheme(scheme));
}

/** Options of `openssl dgst` for a scheme. */
const dgst: Record<FirmwareSignatureScheme, string[]> = {
  'rsa-pss': ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'],
  'rsa-pkcs1': [],
  ecdsa: [],
};

describe.each(schemes)('%s', (scheme) => {
  it('is verified by OpenSSL and by us, in pieces as in one, and fits 800 characters', async () => {
    const signer = await signerOf(scheme);
    const signature = await signFirmware(inPieces(firmware), signer.privateKeyPem, scheme);
    expect(signature).toMatch(/^[A-Za-z0-9+/=]{1,800}$/);
    expect(await verifyFirmware(firmware, signer.certificatePem, signature)).toEqual({
      ok: true,
      scheme,
    });
    const file = folder.path(`${scheme}.bin`);
    writeFileSync(file, firmware);
    writeFileSync(`${file}.sig`, Buffer.from(signature, 'base64'));
    const certificate = folder.write(`${scheme}.pem`, signer.certificatePem);
    const key = (await folder.run('x509', '-in', certificate, '-pubkey', '-noout')).output;
    const publicKey = folder.write(`${scheme}.pub`, key);
    const { output } = await folder.run(
      ...['dgst', '-sha256', '-verify', publicKey, '-signature', `${file}.sig`],
      ...dgst[scheme],
      file,
    );
    expect(output).toContain('Verified OK');
  });

  it('made by OpenSSL is recognised', async () => {
    const signer = await signerOf(scheme);
    const file = folder.path('theirs.bin');
    writeFileSync(file, firmware);
    const key = folder.write('theirs.key', signer.privateKeyPem);
    const made = execFileSync('openssl', ['dgst', '-sha256', '-sign', key, ...dgst[scheme], file]);
    const wrapped = made.toString('base64').replace(/.{64}/g, '$&\n');
    expect(await verifyFirmware(inPieces(firmware), signer.certificatePem, wrapped)).toEqual({
      ok: true,
      scheme,
    });
  });

  it('of another file, by another key, cut short or no base64 does not pass', async () => {
    const signer = await signerOf(scheme);
    const signature = await signFirmware(firmware, signer.privateKeyPem, scheme);
    const changed = Buffer.from(firmware);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    const check = async (content: Uint8Array, pem: string, text: string) => {
      const verified = await verifyFirmware(content, pem, text);
      return verified.ok ? verified.scheme : verified.code;
    };
    const other = await authorities.manufacturerRootPem(familyOfScheme(scheme));
    expect(await check(changed, signer.certificatePem, signature)).toBe('signature-invalid');
    expect(await check(firmware, other, signature)).toBe('signature-invalid');
    expect(await check(firmware, signer.certificatePem, signature.slice(0, -8))).toBe(
      'signature-invalid',
    );
    expect(await check(firmware, signer.certificatePem, 'not a signature!')).toBe(
      'signature-unreadable',
    );
    expect(await check(firmware, 'no certificate', signature)).toBe('certificate-unreadable');
  });
});

describe.each(families)('the %s manufacturer', (family) => {
  it('signs firmware without intermediates, for code signing only (L01)', async () => {
    const signer = await authorities.firmwareSigner(family);
    const certificate = certificateView(signer.certificatePem);
    expect(certificate).toMatchObject({
      isCertificateAuthority: false,
      extendedKeyUsage: ['codeSigning'],
      keyUsage: ['digitalSignature'],
    });
    expect(signer.certificatePem.length).toBeLessThanOrEqual(5500);
    expect(signer.chainPem).toBe('');
    const root = folder.write(`${family}-root.pem`, await authorities.manufacturerRootPem(family));
    const leaf = folder.write(`${family}-leaf.pem`, signer.certificatePem);
    const verified = await folder.run('verify', '-x509_strict', '-CAfile', root, leaf);
    expect(verified.output).toContain('OK');
    expect(await authorities.firmwareSigner(family)).toEqual(signer);
  });

  it('is another authority than the operator', async () => {
    expect(await authorities.manufacturerRootPem(family)).not.toBe(
      await authorities.rootPem(family),
    );
  });
});

it('the manufacturer is not made before somebody asks', async () => {
  const fresh = createMemoryCertificateStorage();
  await openBenchAuthorities({ storage: fresh, cpoName: () => 'Example CPO' }).prepare();
  expect([...fresh.identities.keys()].sort()).toEqual(['root:ecdsa', 'root:rsa']);
});
