/**
 * TLS handshakes a second with a listener on profile 2 and 3, several at a time, next to a bare `node:tls` server of the
 * same settings that leaves the client certificate to OpenSSL. Client and servers share one process, which both pay alike.
 */
import { once } from 'node:events';
import tls from 'node:tls';
import { serverTlsOptions } from '../../electron/bench/wire/tls-policy.ts';
import { createTestTrust } from '../support/tls-certificates.ts';
import { startTestCsms } from '../wire/support.ts';
import { type Figure, type Measurement, median, shuffled, spread } from './measurement.ts';

const budget = 0.8;
const atOnce = 8;

interface Dialled {
  ca: string[];
  cert?: string;
  key?: string;
}

async function handshake(port: number, dialled: Dialled): Promise<void> {
  const socket = tls.connect({
    ...{ host: '127.0.0.1', port, servername: 'localhost', maxVersion: 'TLSv1.2', ...dialled },
    ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  });
  await once(socket, 'secureConnect');
  socket.destroy();
  await once(socket, 'close');
}

/** Handshakes a second. */
async function rateOf(port: number, dialled: Dialled, handshakes: number): Promise<number> {
  let left = handshakes;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1;
        await handshake(port, dialled);
      }
    }),
  );
  return handshakes / ((performance.now() - startedAt) / 1000);
}

async function measureProfile(profile: 2 | 3, quick: boolean): Promise<Figure> {
  const { identities, rsaRoot, ecdsaRoot } = await createTestTrust();
  const ca = [rsaRoot.certPem, ecdsaRoot.certPem];
  const client = await ecdsaRoot.issue({
    commonName: 'SN-1',
    organisation: 'Benchpoint CPO',
    purpose: 'client',
  });
  const dialled: Dialled = {
    ca,
    ...(profile === 3 ? { cert: client.certPem, key: client.keyPem } : {}),
  };
  const clientCertificate = profile === 3 ? 'require' : 'never';
  const csms = await startTestCsms({
    configuration: { securityProfiles: [profile], clientCertificate },
    tlsMaterial: { identities, trustedRootsPem: ca },
  });
  const bare = tls.createServer({
    ...serverTlsOptions({
      ...{ identities, clientCertificate, trustedRootsPem: ca },
      ...{ policy: 'bench', legacyTls: false, tls13: true },
    }),
    rejectUnauthorized: profile === 3,
  });
  bare.on('tlsClientError', () => undefined);
  bare.listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const address = bare.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const ports = { listener: csms.port, bare: address.port };
  const measured = { listener: [] as number[], bare: [] as number[] };
  const [rounds, handshakes] = quick ? [7, 40] : [40, 80];
  for (const port of Object.values(ports)) await rateOf(port, dialled, 100);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const server of shuffled(['listener', 'bare'] as const)) {
      measured[server].push(await rateOf(ports[server], dialled, handshakes));
    }
    // What else the machine does meets the two of one round alike.
    ratios.push((measured.listener.at(-1) ?? 0) / (measured.bare.at(-1) ?? 1));
  }
  await csms.stop();
  bare.close();
  const text = (rates: readonly number[]) => `${median(rates).toFixed(0)} (${spread(rates, 0)})`;
  return {
    what: `handshakes a second, listener / bare, profile ${profile}`,
    value: median(ratios),
    unit: '×',
    budget: { atLeast: budget },
    note: `listener ${text(measured.listener)}/s, bare ${text(measured.bare)}/s`,
  };
}

export const measureHandshakeRate: Measurement = async ({ quick, progress }) => {
  const figures: Figure[] = [];
  for (const profile of [2, 3] as const) {
    progress(`handshakes a second: profile ${profile}`);
    figures.push(await measureProfile(profile, quick));
  }
  return figures;
};
