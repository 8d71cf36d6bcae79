/** Every action of a charge point with every single fault its schema knows: the CALLERROR, and nothing else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsSentBy16 } from '../../shared/ocpp/actions.ts';
import {
  type BarePoint,
  connectBarePoint,
  type RoleUnderTest,
  startCsmsRole,
} from '../support/csms-role.ts';
import { invalidPayloads } from '../support/invalid-payloads.ts';

let tested: RoleUnderTest;
let point: BarePoint;

beforeAll(async () => {
  tested = await startCsmsRole();
  const port = await tested.listen([0]);
  point = await connectBarePoint(`ws://127.0.0.1:${port}/CP-1`);
  await point.call('BootNotification', { chargePointVendor: 'Maker', chargePointModel: 'M1' });
});

afterAll(async () => {
  // What was refused has changed nothing.
  const { vendor, connectors, transactions } = tested.station('CP-1');
  expect({ vendor, connectors, transactions }).toEqual({
    vendor: 'Maker',
    connectors: [],
    transactions: [],
  });
  await point.close();
  await tested.close();
  expect(tested.errors).toEqual([]);
});

describe('OCPP-J 1.6 §4.2.3', () => {
  it.each(
    actionsSentBy16('charge-point')
      .flatMap(({ action }) => invalidPayloads(action))
      // A request that is too long is kept and answered Rejected: tests/csms/signing-requests.test.ts.
      .filter(({ action, says }) => action !== 'SignCertificate' || !says.includes('5501')),
  )('$action: $says gets CALLERROR $code', async ({ action, payload, code }) => {
    expect(await point.call(action, Object(payload))).toMatchObject({ kind: 'error', code });
  });
});
