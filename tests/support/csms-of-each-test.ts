/**
 * A fresh CSMS role for every test of a file, listening on security profiles 0 and 1, with what its tests say to it.
 * Imported by tests only.
 */
import { afterEach, beforeEach, expect } from 'vitest';
import {
  type BarePoint,
  connectBarePoint,
  cutBarePoints,
  type RoleUnderTest,
  startCsmsRole,
} from './csms-role.ts';

/** The payload of a BootNotification. */
export const boot = { chargePointVendor: 'Maker', chargePointModel: 'M1' };

/** An AuthorizationKey of 20 bytes, as hexadecimal digits. */
export const key = '000102030405060708090a0b0c0d0e0f10111213';

/** What `role.call` takes. */
export function request(action: string, payload: unknown, validate = true) {
  return { action, payload, validate };
}

export interface CsmsOfTest {
  readonly tested: RoleUnderTest;
  /** Of the listener; a test that starts another one sets it. */
  port: number;
  /** Connects a charge point over plain text, with Basic credentials when there is a password. */
  connect(id: string, password?: Uint8Array | string): Promise<BarePoint>;
}

/** Registers the hooks; what it answers may be used inside of tests and later hooks. */
export function csmsOfEachTest(): CsmsOfTest {
  let running: RoleUnderTest | undefined;
  const csms: CsmsOfTest = {
    get tested() {
      if (running === undefined) throw new Error('used before it was started');
      return running;
    },
    port: 0,
    connect: (id, password) =>
      connectBarePoint(
        `ws://127.0.0.1:${csms.port}/${id}`,
        password === undefined ? {} : { credentials: { userName: id, password } },
      ),
  };
  beforeEach(async () => {
    running = await startCsmsRole();
    csms.port = await running.listen([0, 1]);
  });
  afterEach(async () => {
    cutBarePoints();
    await running?.close();
    expect(running?.errors).toEqual([]);
  });
  return csms;
}
