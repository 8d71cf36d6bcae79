/**
 * Certificates of one's own for listeners, for chargers whose root store is fixed: `--certificate`, `--key` and
 * `--key-passphrase-file` of `csms`, `certificateFiles` of bench.yaml. Brings them to the desk and says which entry serves
 * which key family; knows no listener.
 */
import type { Command } from 'commander';
import { importRequest } from '../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { readBinaryFile, readSecretFile } from './text-files.ts';

export interface CertificateOptions {
  certificate: string[];
  key: string[];
  keyPassphraseFile?: string;
}

/** What the files hold; read before anything is started. */
export interface CertificateFiles {
  files: { name: string; content: { base64: string } }[];
  passphrase: string | undefined;
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

export function addCertificateOptions(command: Command): Command {
  return command
    .option(
      '--certificate <file>',
      'show this certificate (PEM, DER or PKCS#12, with its chain) on every --listen with profile 2 or 3; repeat for RSA and ECDSA',
      collect,
      [],
    )
    .option('--key <file>', 'private key of a --certificate; may be repeated', collect, [])
    .option('--key-passphrase-file <file>', 'file with the passphrase of the keys');
}

/** Undefined when none was given. Problems: `file-unreadable`, `usage`. */
export function readCertificateFiles({
  certificate,
  key,
  keyPassphraseFile,
}: CertificateOptions): Outcome<CertificateFiles | undefined> {
  if (certificate.length === 0 && key.length === 0) return { ok: true, value: undefined };
  if (certificate.length === 0) {
    const reason = '--key needs --certificate.';
    return { ok: false, problem: { code: 'usage', parameters: { reason } } };
  }
  const passphrase =
    keyPassphraseFile === undefined ? undefined : readSecretFile(keyPassphraseFile);
  if (passphrase?.ok === false) return passphrase;
  return readPaths([...certificate, ...key], passphrase?.value);
}

/** Reads the files as they are. Problem: `file-unreadable`. */
export function readPaths(
  paths: readonly string[],
  passphrase: string | undefined,
): Outcome<CertificateFiles> {
  const files: CertificateFiles['files'] = [];
  for (const path of paths) {
    const bytes = readBinaryFile(path);
    if (!bytes.ok) return bytes;
    files.push({ name: path, content: { base64: bytes.value.toString('base64') } });
  }
  return { ok: true, value: { files, passphrase } };
}

/** Which entries serve, as listener settings. Problems: those of importing, `certificate-without-key`. */
export async function importCertificateFiles(
  desk: BenchSurface['pki']['desk'],
  given: CertificateFiles | undefined,
): Promise<Outcome<{ certificates?: { rsa?: string; ecdsa?: string } }>> {
  if (given === undefined) return { ok: true, value: {} };
  const { files, passphrase } = given;
  const outcome = await desk.import(
    importRequest.parse({ files, ...(passphrase === undefined ? {} : { passphrase }) }),
  );
  if (!outcome.ok) return outcome;
  // A self-signed one that openssl made calls itself an authority; it serves where nothing better came along.
  const isAuthority = (role: string) => role === 'root' || role === 'sub-authority';
  const entries = [...outcome.value.imported, ...outcome.value.known].toSorted(
    (one, other) => Number(isAuthority(one.role)) - Number(isAuthority(other.role)),
  );
  const certificates: { rsa?: string; ecdsa?: string } = {};
  for (const { id, key, hasPrivateKey } of entries) {
    if (!hasPrivateKey) continue;
    const isRsa = key.algorithm === 'rsa' || key.algorithm === 'rsa-pss';
    certificates[isRsa ? 'rsa' : 'ecdsa'] ??= id;
  }
  if (Object.keys(certificates).length > 0) return { ok: true, value: { certificates } };
  const where = entries[0]?.name ?? files[0]?.name ?? '';
  return { ok: false, problem: { code: 'certificate-without-key', where } };
}
