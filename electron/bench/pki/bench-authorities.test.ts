import {
  connect,
  createServer,
  type PeerCertificate,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import {
  attributeValues,
  type CertificateView,
} from '../../../shared/security/certificate-rules.ts';
import { type BenchAuthorities, openBenchAuthorities } from './bench-authorities.ts';
import type { KeyFamily, StoredIdentity } from './certificate-storage.ts';
import { certificateView } from './certificate-view.ts';
import { createMemoryCertificateStorage } from './memory-certificate-storage.ts';
import { createOpenSslFolder } from './openssl-support.ts';
import type { ServerRequest } from './wanted-certificate.ts';

const folder = createOpenSslFolder();
afterAll(() => folder.remove());

const families: KeyFamily[] = ['rsa', 'ecdsa'];
const request: ServerRequest = {
  listener: 'main',
  hostName: 'csms.example.com',
  addresses: ['127.0.0.1', '::1', 'bench.local'],
};

// One pair of roots for all tests: RSA keys take their time.
const storage = createMemoryCertificateStorage();
const authorities = openBenchAuthorities({ storage, cpoName: () => 'Example CPO' });

function view(pem: string): CertificateView {
  const read = certificateView(pem);
  if (read === undefined) throw new Error('not a certificate');
  return read;
}

async function opensslVerifies(
  identity: StoredIdentity,
  purpose: 'sslserver' | 'sslclient',
  ...more: string[]
): Promise<string> {
  const root = folder.write(
    `${identity.family}-root.pem`,
    await authorities.rootPem(identity.family),
  );
  const leaf = folder.write(`${identity.family}-leaf.pem`, identity.certificatePem);
  return (
    await folder.run('verify', '-x509_strict', '-purpose', purpose, ...more, '-CAfile', root, leaf)
  ).output;
}

describe('the roots', () => {
  it('A00.FR.601 are a CA each of its own family, with keyCertSign and cRLSign only', async () => {
    const [rsa, ecdsa] = await Promise.all(families.map((family) => authorities.rootPem(family)));
    for (const pem of [rsa, ecdsa]) {
      const root = view(pem ?? '');
      expect(root.isCertificateAuthority).toBe(true);
      expect(root.keyUsage).toEqual(['keyCertSign', 'cRLSign']);
      expect(attributeValues(root.subject, 'O')).toEqual(['Example CPO']);
      expect(root.notBefore).toBe('1970-01-01T00:00:00.000Z');
    }
    expect(view(rsa ?? '').key).toEqual({ algorithm: 'rsa', bits: 2048, curve: null });
    expect(view(ecdsa ?? '').key).toEqual({ algorithm: 'ec', bits: 256, curve: 'prime256v1' });
  });

  it('are made once, however many ask at the same time', async () => {
    const own = createMemoryCertificateStorage();
    const fresh = openBenchAuthorities({ storage: own, cpoName: () => 'Once' });
    const roots = await Promise.all([1, 2, 3].map(() => fresh.rootPem('ecdsa')));
    expect(new Set(roots).size).toBe(1);
    expect([...own.identities.keys()]).toEqual(['root:ecdsa']);
  });

  it('survive a restart, and so do the leaves', async () => {
    const before = await authorities.serverIdentities(request);
    const reopened = openBenchAuthorities({ storage, cpoName: () => 'Example CPO' });
    expect(await reopened.rootPem('rsa')).toBe(await authorities.rootPem('rsa'));
    expect(await reopened.serverIdentities(request)).toEqual(before);
  });
});

describe('server certificates', () => {
  it('verify strictly with OpenSSL in both families, each chain of one family throughout', async () => {
    const identities = await authorities.serverIdentities(request);
    for (const family of families) {
      expect(await opensslVerifies(identities[family], 'sslserver')).toContain('OK');
      const leaf = view(identities[family].certificatePem);
      expect(leaf.key.algorithm).toBe(family === 'rsa' ? 'rsa' : 'ec');
      expect(leaf.signature.algorithm).toBe(family === 'rsa' ? 'rsa-pkcs1' : 'ecdsa');
      expect(leaf.signature.hash).toBe('SHA-256');
    }
  });

  it('A00.FR.509 A00.FR.510 A00.FR.512 have CN = host name, O = CPO, serverAuth and the key usage of their family', async () => {
    const { rsa, ecdsa } = await authorities.serverIdentities(request);
    for (const identity of [rsa, ecdsa]) {
      const leaf = view(identity.certificatePem);
      expect(attributeValues(leaf.subject, 'CN')).toEqual(['csms.example.com']);
      expect(attributeValues(leaf.subject, 'O')).toEqual(['Example CPO']);
      expect(leaf.extendedKeyUsage).toEqual(['serverAuth']);
      expect(leaf.isCertificateAuthority).toBe(false);
    }
    expect(view(rsa.certificatePem).keyUsage).toEqual(['digitalSignature', 'keyEncipherment']);
    expect(view(ecdsa.certificatePem).keyUsage).toEqual(['digitalSignature']);
  });

  it('name host and addresses with dns-and-ip, nothing with none', async () => {
    const listed = await authorities.serverIdentities({ ...request, listener: 'san' });
    expect(view(listed.ecdsa.certificatePem).subjectAlternativeNames).toEqual([
      { type: 'dns', value: 'csms.example.com' },
      { type: 'ip', value: '127.0.0.1' },
      { type: 'ip', value: '::1' },
      { type: 'dns', value: 'bench.local' },
    ]);
    const strict = await authorities.serverIdentities({
      ...request,
      listener: 'san',
      alternativeNameMode: 'none',
    });
    expect(view(strict.ecdsa.certificatePem).subjectAlternativeNames).toEqual([]);
  });

  it.each<[string, Partial<ServerRequest>]>([
    ['host name', { hostName: 'other.example.com' }],
    ['addresses', { addresses: ['10.0.0.7'] }],
    ['SAN mode', { alternativeNameMode: 'none' }],
    ['signature', { rsaSignature: 'pss' }],
    ['start of validity', { notBeforeMs: 0 }],
    ['validity', { validityDays: 30 }],
  ])('are reissued under the same root when the %s changes', async (name, change) => {
    const listener = `reissue ${name}`;
    const before = await authorities.serverIdentities({ ...request, listener });
    const after = await authorities.serverIdentities({ ...request, listener, ...change });
    expect(after.rsa.certificatePem).not.toBe(before.rsa.certificatePem);
    expect(view(after.rsa.certificatePem).authorityKeyIdentifier).toBe(
      view(await authorities.rootPem('rsa')).subjectKeyIdentifier,
    );
    expect(await opensslVerifies(after.rsa, 'sslserver')).toContain('OK');
  });

  it('are not reissued when the addresses only come in another order', async () => {
    const before = await authorities.serverIdentities(request);
    const after = await authorities.serverIdentities({
      ...request,
      addresses: request.addresses.toReversed(),
    });
    expect(after).toEqual(before);
  });

  it('are renewed a week before they expire', async () => {
    let nowMs = Date.parse('2026-06-01T00:00:00Z');
    const moving = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Example CPO',
      now: () => nowMs,
    });
    const client = { station: 'CP-1', serialNumber: 'SN-1', validityDays: 100 };
    const first = await moving.clientIdentity(client);
    nowMs += 92 * 86_400_000;
    expect(await moving.clientIdentity(client)).toEqual(first);
    nowMs += 2 * 86_400_000;
    expect((await moving.clientIdentity(client)).certificatePem).not.toBe(first.certificatePem);
  });

  it('take a changed CPO name at the next request', async () => {
    let name = 'Before';
    const renamed = openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => name,
    });
    const client = { station: 'CP-1', serialNumber: 'SN-1' };
    await renamed.clientIdentity(client);
    name = 'After';
    const { certificatePem } = await renamed.clientIdentity(client);
    expect(attributeValues(view(certificatePem).subject, 'O')).toEqual(['After']);
  });

  it('A00.FR.505 A00.FR.506 can be signed with RSA-PSS SHA-256, which OpenSSL accepts', async () => {
    const { rsa } = await authorities.serverIdentities({
      ...request,
      listener: 'pss',
      rsaSignature: 'pss',
    });
    expect(view(rsa.certificatePem).signature).toMatchObject({
      algorithm: 'rsa-pss',
      hash: 'SHA-256',
    });
    expect(await opensslVerifies(rsa, 'sslserver')).toContain('OK');
  });

  it('can be valid from 1970, so that a charger whose clock says 1970 accepts the chain', async () => {
    const { rsa, ecdsa } = await authorities.serverIdentities({
      ...request,
      listener: '1970',
      notBeforeMs: 0,
    });
    for (const identity of [rsa, ecdsa]) {
      expect(view(identity.certificatePem).notBefore).toBe('1970-01-01T00:00:00.000Z');
      expect(await opensslVerifies(identity, 'sslserver', '-attime', '86400')).toContain('OK');
    }
  });

  it('A00.FR.508 have serial numbers with at least 64 random bits, each another, no leading zero (security-checklist 46)', async () => {
    const serials = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const { certificatePem } = await authorities.clientIdentity({
          station: `serial ${index}`,
          serialNumber: `SN-${index}`,
        });
        return view(certificatePem).serialNumber;
      }),
    );
    expect(new Set(serials).size).toBe(20);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });
});

describe('client certificates', () => {
  it('A00.FR.427 A00.FR.509 A00.FR.511 A00.FR.512 have CN = serial number, O = CPO, clientAuth, and a key of their own', async () => {
    const one = await authorities.clientIdentity({ station: 'A', serialNumber: 'SN-A' });
    const other = await authorities.clientIdentity({
      station: 'B',
      serialNumber: 'SN-B',
      family: 'rsa',
    });
    const leaf = view(one.certificatePem);
    expect(leaf.subject.text).toBe('O=Example CPO, CN=SN-A');
    expect(leaf.extendedKeyUsage).toEqual(['clientAuth']);
    expect(one.family).toBe('ecdsa');
    expect(view(other.certificatePem).key.algorithm).toBe('rsa');
    expect(one.privateKeyPem).not.toBe(other.privateKeyPem);
    for (const identity of [one, other]) {
      expect(await opensslVerifies(identity, 'sslclient')).toContain('OK');
    }
  });

  it('can be expired or of another organisation on purpose', async () => {
    const wanted = {
      station: 'bad',
      serialNumber: 'SN',
      organisation: 'Maker',
      validityDays: -2,
    };
    const expired = await authorities.clientIdentity(wanted);
    expect(view(expired.certificatePem).subject.text).toBe('O=Maker, CN=SN');
    expect(await opensslVerifies(expired, 'sslclient')).toContain('certificate has expired');
    expect(await authorities.clientIdentity(wanted)).toEqual(expired);
  });

  it('kept from a Central System are never replaced by one of ours', async () => {
    const foreign = await openBenchAuthorities({
      storage: createMemoryCertificateStorage(),
      cpoName: () => 'Foreign',
    }).clientIdentity({ station: 'K', serialNumber: 'SN-K' });
    const kept = authorities.keepClientIdentity(foreign, 'K');
    expect(await authorities.clientIdentity({ station: 'K', serialNumber: 'SN-K' })).toEqual(kept);
    expect(authorities.storedClientIdentity('K')).toEqual(kept);
    authorities.removeClientIdentity('K');
    expect(authorities.storedClientIdentity('K')).toBeUndefined();
  });
});

/** One handshake over a real socket: what the client saw of the server, and the server of the client. */
async function handshake(
  options: TlsOptions,
  client: { ca: string; ciphers: string; cert?: string; key?: string },
): Promise<{ server: PeerCertificate; clientAuthorised: boolean }> {
  const server = createServer({ ...options, maxVersion: 'TLSv1.2' });
  const accepted = new Promise<TLSSocket>((resolve) => server.once('secureConnection', resolve));
  const port = await new Promise<number>((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
  const socket = connect({ port, host: '127.0.0.1', servername: request.hostName, ...client });
  try {
    await new Promise((resolve, reject) =>
      socket.once('secureConnect', resolve).once('error', reject),
    );
    const other = await accepted;
    return { server: socket.getPeerCertificate(), clientAuthorised: other.authorized };
  } finally {
    socket.destroy();
    server.close();
  }
}

describe('over real TLS', () => {
  const suites: [KeyFamily, string][] = [
    ['ecdsa', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
    ['ecdsa', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
    ['rsa', 'AES128-GCM-SHA256'],
    ['rsa', 'AES256-GCM-SHA384'],
  ];

  it.each(suites)(
    'A00.FR.317: both identities serve one port, %s for %s',
    async (family, ciphers) => {
      const { rsa, ecdsa } = await authorities.serverIdentities(request);
      const client = await authorities.clientIdentity({
        station: 'tls',
        serialNumber: 'SN-T',
        family,
      });
      const seen = await handshake(
        {
          cert: [rsa.certificatePem, ecdsa.certificatePem],
          key: [rsa.privateKeyPem, ecdsa.privateKeyPem],
          ciphers: suites.map(([, suite]) => suite).join(':'),
          requestCert: true,
          ca: await bothRoots(authorities),
        },
        {
          ca: await authorities.rootPem(family),
          ciphers,
          cert: client.certificatePem,
          key: client.privateKeyPem,
        },
      );
      expect(seen.clientAuthorised).toBe(true);
      expect(seen.server.subject.CN).toBe('csms.example.com');
      expect(seen.server.asn1Curve).toBe(family === 'rsa' ? undefined : 'prime256v1');
    },
  );
});

function bothRoots(from: BenchAuthorities): Promise<string[]> {
  return Promise.all(families.map((family) => from.rootPem(family)));
}

describe('closing', () => {
  it('waits for what is being made, and stores nothing afterwards', async () => {
    const kept = createMemoryCertificateStorage();
    const saved: string[] = [];
    let isOpen = true;
    const closing = openBenchAuthorities({
      storage: {
        ...kept,
        save(identity) {
          if (!isOpen) throw new Error('the store is closed');
          saved.push(identity.id);
          kept.save(identity);
        },
      },
      cpoName: () => 'Example CPO',
    });
    const asked = closing.clientIdentity({ station: 'CP-1', serialNumber: 'S1', family: 'ecdsa' });
    await closing.close();
    isOpen = false;
    expect(saved).toEqual(['root:ecdsa', 'client:CP-1']);
    expect((await asked).id).toBe('client:CP-1');
    const late = await closing.clientIdentity({
      station: 'CP-2',
      serialNumber: 'S2',
      family: 'ecdsa',
    });
    expect(late.owner).toBe('CP-2');
    closing.removeClientIdentity('CP-2');
    expect(saved).toHaveLength(2);
  });
});
