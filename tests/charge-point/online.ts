/**
 * A charge point that is connected and accepted, with the Central System and the clock in the test's hand. What the
 * behaviour tests of this folder share; proves nothing itself.
 */
import { expect } from 'vitest';
import type { z } from 'zod';
import type {
  ChargePointState,
  chargePointAction,
  chargePointRequest,
} from '../../shared/api/charge-points-contract.ts';
import { type CentralSystem, result, startCentralSystem } from './central-system.ts';
import { createTestBench, type TestBench } from './support.ts';

type Payload = Record<string, unknown>;
type ConnectorView = ChargePointState['connectors'][number];

export interface Online {
  /** Another one after `restartBench`. */
  readonly bench: TestBench;
  central: CentralSystem;
  act(action: z.input<typeof chargePointAction>): ReturnType<TestBench['act']>;
  /** What an action came to; fails when it failed. */
  outcome(action: z.input<typeof chargePointAction>): Promise<unknown>;
  /** Sends a CALL to the charge point and gives the payload of its answer. */
  ask(action: string, payload?: object): Promise<Payload>;
  /** Changes a configuration key, which has to be accepted. */
  configure(values: Record<string, string | number | boolean>): Promise<void>;
  /** Plugs in, presents the tag, and waits until the transaction has its id. */
  charge(connectorId?: number, idTag?: string): Promise<void>;
  /** Waits for the next report of this status that no test has taken yet. */
  reported(status: string, connectorId?: number): Promise<Payload>;
  /** Everything reported of a connector so far, in order. */
  statuses(connectorId?: number): unknown[];
  connector(connectorId?: number): ConnectorView;
  /** Resolves when everything the charge point had to say before has been answered. */
  settled(): Promise<void>;
  /** Cuts the network and waits until the charge point knows. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Ends the bench and starts another one over the same store; the charge point is accepted again. */
  restartBench(): Promise<void>;
  stop(): Promise<void>;
}

export const accepted = { idTagInfo: { status: 'Accepted' } };

/** Starts everything; the charge point has reported all its connectors. */
export async function startOnline(
  settings: Partial<z.input<typeof chargePointRequest>> = {},
): Promise<Online> {
  let bench = createTestBench();
  const { store } = bench;
  const central = await startCentralSystem();
  let lastTransactionId = 0;
  central.answers.set('StartTransaction', () => {
    lastTransactionId += 1;
    return result({ ...accepted, transactionId: lastTransactionId });
  });
  const connectors = settings.connectors ?? 1;
  await bench.put('CP-1', { url: central.url, securityProfile: 0, ...settings });

  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
  for (let id = 0; id <= connectors; id += 1) {
    await central.next('StatusNotification', ({ connectorId }) => connectorId === id);
  }

  const online: Online = {
    get bench() {
      return bench;
    },
    central,
    act: (action) => bench.act('CP-1', action),
    async outcome(action) {
      const done = await bench.act('CP-1', action);
      if (!done.ok) throw new Error(JSON.stringify(done.problem));
      return done.value.outcome;
    },
    ask: (action, payload = {}) => central.ask(action, payload),
    async configure(values) {
      for (const [key, value] of Object.entries(values)) {
        const { status } = await central.ask('ChangeConfiguration', { key, value: String(value) });
        expect(`${key}: ${status}`).toBe(`${key}: Accepted`);
      }
    },
    async charge(connectorId = 1, idTag = 'TAG-1') {
      await online.outcome({ action: 'plug-in', connectorId });
      await online.outcome({ action: 'present-id-tag', idTag, connectorId });
      await bench.when(
        'CP-1',
        (state) => state.connectors[connectorId]?.transactionId !== undefined,
      );
    },
    async reported(status, connectorId = 1) {
      const { payload } = await central.next(
        'StatusNotification',
        (report) => report.status === status && report.connectorId === connectorId,
      );
      return payload;
    },
    statuses: (connectorId = 1) =>
      central
        .of('StatusNotification')
        .filter(({ payload }) => payload.connectorId === connectorId)
        .map(({ payload }) => payload.status),
    connector(connectorId = 1) {
      const found = bench.state('CP-1').connectors[connectorId];
      if (found === undefined) throw new Error(`no connector ${connectorId}`);
      return found;
    },
    async settled() {
      const payload = { vendorId: 'settled' };
      await online.outcome({ action: 'send', ocppAction: 'DataTransfer', payload });
    },
    async goOffline() {
      await online.outcome({ action: 'go-offline' });
      await bench.when('CP-1', ({ status }) => status === 'disconnected');
    },
    async goOnline() {
      await online.outcome({ action: 'go-online' });
      await bench.when('CP-1', ({ status }) => status === 'connected');
    },
    async restartBench() {
      await bench.chargePoints.close();
      expect(bench.problems).toEqual([]);
      expect(bench.clock.waiting).toBe(0);
      bench = createTestBench({ store });
      bench.chargePoints.restore();
      await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
      await online.settled();
    },
    async stop() {
      await bench.chargePoints.close();
      await central.stop();
      expect(bench.problems).toEqual([]);
      expect(central.csms.problems).toEqual([]);
      expect(bench.clock.waiting).toBe(0);
    },
  };
  return online;
}
