/**
 * A composed bench with one TLS listener, and its faults as the doors switch them. Knows how to wait for what came of a
 * connection; imported by tests only.
 */
import { z } from 'zod';
import { chargePointRequest } from '../../shared/api/charge-points-contract.ts';
import {
  type FaultRequest,
  type FaultResult,
  faultRequest,
} from '../../shared/api/faults-contract.ts';
import type { FaultTarget } from '../../shared/security/handshake-faults.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';

export interface FaultBench extends ComposedBench {
  port: number;
  listener: string;
  set(target: FaultTarget, name: string, request: Partial<FaultRequest>): Promise<void>;
  /** The newest result as soon as one fits. */
  result(fits: (result: FaultResult) => boolean): Promise<FaultResult>;
  /** What the record says of the faults of one of them, the oldest first. */
  switched(name: string): Promise<string[]>;
  /** Resolves when something moved and it holds. */
  until(holds: () => boolean): Promise<void>;
  /** An emulated charge point that dials this bench's own listener. */
  dialling(id: string, securityProfile: 2 | 3, more?: object): Promise<void>;
}

const faultSwitched = z.object({ name: z.string(), fault: z.string() });

export const hostName = 'localhost';
const key = '000102030405060708090a0b0c0d0e0f10111213';

export async function startFaultBench(): Promise<FaultBench> {
  const composed = await startComposedBench();
  const { bench } = composed;
  const [port = 0] = await composed.listen({ securityProfiles: [2, 3], hostName });
  const listener = bench.csms.state().listeners[0]?.id ?? '';

  async function until(holds: () => boolean): Promise<void> {
    for (;;) {
      const moved = new Promise<void>((resolve) => {
        const stop = bench.onMoved(() => {
          stop();
          resolve();
        });
      });
      if (holds()) return;
      await moved;
    }
  }

  return {
    ...composed,
    port,
    listener,
    until,
    async set(target, name, request) {
      const done = await bench.faults.set(target, name, faultRequest.parse(request));
      if (!done.ok) throw new Error(JSON.stringify(done.problem));
    },
    async switched(name) {
      const details = (await composed.frames())
        .filter(({ kind }) => kind === 'fault-switched')
        .map(({ detail }) => faultSwitched.parse(detail));
      return details.filter((detail) => detail.name === name).map(({ fault }) => fault);
    },
    async result(fits) {
      let found: FaultResult | undefined;
      await until(() => {
        found = bench.faults.state().results.find(fits);
        return found !== undefined;
      });
      if (found === undefined) throw new Error('unreachable');
      return found;
    },
    async dialling(id, securityProfile, more = {}) {
      bench.csms.putStation(id, {
        securityProfile,
        serialNumber: `SN-${id}`,
        ...(securityProfile === 2 ? { authorizationKeyHex: key } : {}),
      });
      const settings = chargePointRequest.parse({
        url: `wss://${hostName}:${port}/`,
        securityProfile,
        serialNumber: `SN-${id}`,
        ...(securityProfile === 2 ? { authorizationKeyHex: key } : {}),
        ...more,
      });
      const done = await bench.chargePoints.put(id, settings);
      if (!done.ok) throw new Error(JSON.stringify(done.problem));
    },
  };
}
