/**
 * A bench at work, as a person would find it in the afternoon: charge points on every profile, a running transaction,
 * refusals and failures of several kinds, a port that is taken, an older capture. Knows the API only.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { vi } from 'vitest';
import { opensslAvailable, runSClient } from '../../support/tls-server.ts';
import { type ServedBench, startListener } from './bench.ts';
import { foreignClient } from './foreign-client.ts';
import { patienceMs } from './visit.ts';

interface ChargePointFacts {
  id: string;
  status: string;
  registration?: string;
  connectors: { transactionId?: number }[];
}

async function untilChargePoints(
  bench: ServedBench,
  areReady: (chargePoints: ChargePointFacts[]) => boolean,
): Promise<void> {
  await vi.waitFor(
    async () => {
      // The shape that the contract promises for this route.
      const all = (await bench.api('GET', '/charge-points')) as ChargePointFacts[];
      if (!areReady(all)) throw new Error(`not ready: ${JSON.stringify(all)}`);
    },
    { timeout: patienceMs, interval: 50 },
  );
}

/** Speaks HTTP to the port as a browser does. */
async function browse(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.resume();
  socket.end('GET / HTTP/1.1\r\nHost: bench\r\n\r\n');
  await once(socket, 'close');
}

async function makeChargePoints(bench: ServedBench): Promise<void> {
  for (const securityProfile of [0, 1, 2, 3]) {
    await bench.api('POST', '/charge-points/try-it', { securityProfile });
  }
  await bench.api('PUT', '/charge-points/UNREACHABLE-1', {
    url: 'ws://127.0.0.1:1/ocpp',
    securityProfile: 0,
  });
  await untilChargePoints(
    bench,
    (all) => all.filter(({ registration }) => registration === 'Accepted').length === 4,
  );
  const act = (id: string, action: object) =>
    bench.api('POST', `/charge-points/${id}/actions`, action);
  await act('TRY-1', { action: 'plug-in' });
  await act('TRY-1', { action: 'present-id-tag', idTag: 'BENCH-TAG-1' });
  await act('TRY-3', { action: 'fault', errorCode: 'GroundFailure' });
  await untilChargePoints(bench, (all) =>
    all.some(({ connectors }) => connectors.some(({ transactionId }) => transactionId)),
  );
}

async function failInSeveralWays(bench: ServedBench, port: number): Promise<void> {
  const endpoint = `ws://127.0.0.1:${port}`;
  await bench.api('PUT', '/csms/stations/GARAGE-7', {
    securityProfile: 1,
    password: 'the-key-it-should-send',
  });
  const wrong = foreignClient({ identity: 'GARAGE-7', endpoint, password: 'short' });
  await wrong.connect().catch(() => undefined);
  const unbound = foreignClient({ identity: 'TRY-3', endpoint, password: 'whatever-it-sends' });
  await unbound.connect().catch(() => undefined);
  await browse(port);
  if (!opensslAvailable) return;
  await runSClient(port, ['-tls1_2', '-verify_return_error', '-no-CAfile', '-no-CApath']);
  await runSClient(port, ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0']);
}

/** Answers the way to let go of what it opened. */
export async function makeBusy(bench: ServedBench): Promise<() => Promise<unknown>> {
  await bench.api('POST', '/captures', { name: 'Garage, second visit' });
  const port = await startListener(bench, { id: 'main' });
  await startListener(bench, { id: 'old-chargers', securityProfiles: [2], legacyTls: true });
  await bench.api('POST', '/csms/listeners', {
    id: 'taken',
    host: '127.0.0.1',
    port,
    securityProfiles: [0],
  });
  await bench.api('PUT', '/csms/id-tags/BENCH-TAG-1', { status: 'Accepted' });
  await bench.api('PUT', '/csms/id-tags/LOST-CARD', {
    status: 'Blocked',
    expiryDate: '2031-01-01T00:00:00Z',
  });
  await makeChargePoints(bench);
  await failInSeveralWays(bench, port);

  const endpoint = `ws://127.0.0.1:${port}`;
  const client = foreignClient({ identity: 'SHOP-12', endpoint });
  await client.connect();
  await client.call('BootNotification', { chargePointVendor: 'ACME', chargePointModel: 'Wall 22' });
  await client.call('StatusNotification', { connectorId: 'one' }).catch(() => undefined);
  await bench.api('POST', '/csms/stations/SHOP-12/calls', { action: 'ClearCache', payload: {} });
  await bench.api('POST', '/csms/stations/TRY-1/calls', {
    action: 'ChangeConfiguration',
    payload: { key: 'AuthorizationKey', value: '00112233445566778899aabbccddeeff' },
  });
  return () => client.close({ force: true });
}
