/**
 * A TLS handshake with a listener, which looks at every ClientHello and records it, next to the same handshake with
 * a bare `node:tls` server of the same settings. Client and servers share one process; the order changes every round.
 */
import { once } from 'node:events';
import tls from 'node:tls';
import { serverTlsOptions } from '../../electron/bench/wire/tls-policy.ts';
import { createTestTrust } from '../support/tls-certificates.ts';
import { startTestCsms } from '../wire/support.ts';
import { type Figure, type Measurement, median, shuffled, spread } from './measurement.ts';

const budget = 1.25;
const warmUpRounds = 50;

interface Kind {
  name: string;
  ciphers: string;
}

/** The two families of the whitepaper: static RSA and ECDHE with ECDSA. */
const kinds: readonly Kind[] = [
  { name: 'TLS 1.2 ECDSA', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' },
  { name: 'TLS 1.2 RSA', ciphers: 'AES128-GCM-SHA256' },
];

async function handshakeMs(port: number, ciphers: string, ca: string[]): Promise<number> {
  const startedAt = performance.now();
  const socket = tls.connect({
    host: '127.0.0.1',
    port,
    servername: 'localhost',
    ca,
    ciphers,
    maxVersion: 'TLSv1.2',
  });
  await once(socket, 'secureConnect');
  const duration = performance.now() - startedAt;
  socket.destroy();
  await once(socket, 'close');
  return duration;
}

export const measureTlsHandshake: Measurement = async ({ quick, progress }) => {
  const { identities, rsaRoot, ecdsaRoot } = await createTestTrust();
  const ca = [rsaRoot.certPem, ecdsaRoot.certPem];
  const csms = await startTestCsms({
    configuration: { securityProfiles: [2], clientCertificate: 'never' },
    tlsMaterial: { identities, trustedRootsPem: [] },
  });
  const plain = tls.createServer(
    serverTlsOptions({
      identities,
      policy: 'bench',
      legacyTls: false,
      tls13: true,
      clientCertificate: 'never',
      trustedRootsPem: [],
    }),
  );
  plain.on('tlsClientError', () => undefined);
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const address = plain.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const ports = { tap: csms.port, bare: address.port };

  const figures: Figure[] = [];
  const rounds = quick ? 40 : 400;
  for (const { name, ciphers } of kinds) {
    progress(`handshake: ${name}`);
    for (let round = 0; round < warmUpRounds; round += 1) {
      for (const port of Object.values(ports)) await handshakeMs(port, ciphers, ca);
    }
    const measured = { tap: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      for (const server of shuffled(['tap', 'bare'] as const)) {
        measured[server].push(await handshakeMs(ports[server], ciphers, ca));
      }
    }
    const ratio = median(measured.tap) / median(measured.bare);
    const note = `listener ${median(measured.tap).toFixed(2)} ms (${spread(measured.tap)}), bare ${median(measured.bare).toFixed(2)} ms`;
    figures.push({
      what: `with the tap / without, ${name}`,
      value: ratio,
      unit: '×',
      budget: { atMost: budget },
      note,
    });
  }
  await csms.stop();
  plain.close();
  return figures;
};
