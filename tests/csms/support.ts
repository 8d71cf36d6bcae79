/**
 * A composed bench with one listener for all profiles, emulated and foreign charge points on it, and waiting for
 * operations. Imported by tests only.
 */
import type { RPCClient } from 'ocpp-rpc';
import type { z } from 'zod';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import type { StationState } from '../../shared/api/csms-contract.ts';
import {
  type OperationState,
  operationRequest,
  type Recovery,
} from '../../shared/api/csms-operations-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { closeForeignChargePoints, foreignChargePoint } from '../support/foreign-charge-point.ts';

export const boot = { chargePointVendor: 'Elsewhere', chargePointModel: 'Foreign' };
export const firstKey = '000102030405060708090a0b0c0d0e0f10111213';

export interface CsmsBench extends ComposedBench {
  port: number;
  /** An emulated charge point of the bench, connected and accepted; resolves with its identity. */
  emulated(securityProfile: SecurityProfile): Promise<string>;
  /** A foreign one on profile 1 (or 2 with TLS) with this key, connected; its station is bound. */
  foreign(
    identity: string,
    options?: { securityProfile?: 0 | 1 | 2; key?: string; bind?: boolean },
  ): Promise<RPCClient>;
  station(id: string): StationState;
  /** Resolves when the predicate holds of the station, now or after something moved. */
  until(id: string, holds: (station: StationState) => boolean): Promise<StationState>;
  start(id: string, request: z.input<typeof operationRequest>): OperationState;
  /** The operation as soon as it fits. */
  operation(
    state: OperationState,
    fits: (state: OperationState) => boolean,
  ): Promise<OperationState>;
  ended(state: OperationState): Promise<OperationState>;
  /** The operation as soon as it waits for the station to come back. */
  waiting(state: OperationState): Promise<OperationState>;
  recover(state: OperationState, recovery: Recovery): OperationState;
  /** Actions (or kinds) of the frames that a step rests on. */
  framesOf(state: OperationState, step: string): Promise<string[]>;
}

export function value<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(JSON.stringify(outcome.problem));
}

/** Steps that were begun, with their end. */
export function stepsOf({ steps }: OperationState): [string, string][] {
  return steps
    .filter(({ status }) => status !== 'skipped')
    .map(({ code, status }) => [code, status]);
}

export function stepOf({ steps }: OperationState, code: string) {
  const step = steps.find((candidate) => candidate.code === code);
  if (!step) throw new Error(`no step ${code}`);
  return step;
}

const ending = ['succeeded', 'failed', 'cancelled'];

export async function startCsmsBench(): Promise<CsmsBench> {
  const composed = await startComposedBench();
  const { bench } = composed;
  const { csms } = bench;
  const [port = 0] = await composed.listen({ securityProfiles: [0, 1, 2, 3] });
  const ca = [await bench.pki.rootPem('rsa'), await bench.pki.rootPem('ecdsa')];

  function when<T>(look: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const stop = bench.onMoved(check);
      function check(): void {
        const found = look();
        if (found === undefined) return;
        stop();
        resolve(found);
      }
      check();
    });
  }

  const tested: CsmsBench = {
    ...composed,
    port,
    async emulated(securityProfile) {
      const { id } = value(await bench.chargePoints.tryIt({ securityProfile }));
      await tested.until(
        id,
        ({ registration, connected }) => connected && registration === 'Accepted',
      );
      return id;
    },
    async foreign(identity, options = {}) {
      const { securityProfile = 1, key = firstKey, bind = true } = options;
      if (bind) csms.putStation(identity, { securityProfile, authorizationKeyHex: key });
      const point = foreignChargePoint({
        identity,
        endpoint: `${securityProfile === 2 ? 'wss' : 'ws'}://localhost:${port}`,
        ...(securityProfile === 0 ? {} : { password: Buffer.from(key, 'hex') }),
        tls: { ca },
      });
      await point.connect();
      return point;
    },
    station: (id) => value(csms.station(id)),
    until: (id, holds) =>
      when(() => {
        const state = csms.station(id);
        return state.ok && holds(state.value) ? state.value : undefined;
      }),
    start: (id, request) => value(csms.startOperation(id, operationRequest.parse(request))),
    operation: ({ station, id }, fits) =>
      when(() => {
        const state = value(csms.operation(station, id));
        return fits(state) ? state : undefined;
      }),
    ended: (state) => tested.operation(state, ({ status }) => ending.includes(status)),
    waiting: (state) => tested.operation(state, ({ status }) => status === 'waiting'),
    recover: ({ station, id }, recovery) => value(csms.recoverOperation(station, id, recovery)),
    async framesOf(state, code) {
      const found = [];
      for (const seq of stepOf(state, code).frames) {
        const { action, kind } = await composed.frame((frame) => frame.seq === seq);
        found.push(action ?? kind);
      }
      return found;
    },
    async close() {
      await closeForeignChargePoints();
      await composed.close();
    },
  };
  return tested;
}
