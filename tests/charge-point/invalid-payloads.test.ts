/** Every action of a Central System with every single fault its schema knows: the CALLERROR, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsSentBy16 } from '../../shared/ocpp/actions.ts';
import { invalidPayloads } from '../support/invalid-payloads.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

beforeAll(async () => {
  online = await startOnline();
});

afterAll(async () => {
  // What was refused has changed nothing.
  expect(online.central.of('BootNotification')).toHaveLength(1);
  expect(online.bench.state('CP-1').connectors.map(({ status }) => status)).toEqual([
    'Available',
    'Available',
  ]);
  await online.stop();
});

describe('OCPP-J 1.6 §4.2.3', () => {
  it.each(actionsSentBy16('csms').flatMap(({ action }) => invalidPayloads(action)))(
    '$action: $says gets CALLERROR $code',
    async ({ action, payload, code }) => {
      expect(await online.central.call(action, Object(payload))).toMatchObject({
        outcome: 'error',
        error: { code },
      });
    },
  );
});
