/** Certificates that `openssl` makes on the command line: weak, old-fashioned or signed by themselves. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface OddIdentity {
  certPem: string;
  keyPem: string;
}

/** A certificate that vouches for itself, with SHA-256 and RSA 2048 unless said otherwise. */
export function opensslIdentity({
  commonName,
  organisation = 'Test operator',
  rsaBits = 2048,
  digest = 'sha256',
}: {
  commonName: string;
  organisation?: string;
  rsaBits?: number;
  digest?: 'sha1' | 'sha256';
}): OddIdentity {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-odd-'));
  try {
    const [key, certificate, configuration] = ['key.pem', 'cert.pem', 'none.cnf'].map((name) =>
      join(folder, name),
    ) as [string, string, string]; // three names, three paths
    writeFileSync(configuration, '[req]\ndistinguished_name = name\n[name]\n');
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-config', configuration, '-newkey', `rsa:${rsaBits}`, '-nodes'],
        ...[`-${digest}`, '-days', '30', '-subj', `/O=${organisation}/CN=${commonName}`],
        ...['-keyout', key, '-out', certificate],
      ],
      { stdio: 'ignore' },
    );
    return { certPem: readFileSync(certificate, 'utf8'), keyPem: readFileSync(key, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
