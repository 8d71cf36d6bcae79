/** Reservations of a connector and of any connector, over a real socket (OCPP 1.6 §5.4, §5.13). */
import { afterEach, describe, expect, it } from 'vitest';
import { result } from './central-system.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

const reserve = ({ leftMs = 600_000, ...more }: { leftMs?: number; [key: string]: unknown } = {}) =>
  online.ask('ReserveNow', {
    connectorId: 1,
    reservationId: 1,
    idTag: 'HOLDER',
    expiryDate: new Date(online.bench.clock.nowMs() + leftMs).toISOString(),
    ...more,
  });
const present = (idTag: string, connectorId = 1) =>
  online.outcome({ action: 'present-id-tag', idTag, connectorId });
const cancel = (reservationId: number) => online.ask('CancelReservation', { reservationId });
const available = (connectorId: number, type: string) =>
  online.ask('ChangeAvailability', { connectorId, type });

describe('of a connector', () => {
  it('ReserveNow: Accepted, others are refused, the holder starts and the start names it', async () => {
    online = await startOnline();
    expect(await reserve()).toEqual({ status: 'Accepted' });
    await online.reported('Reserved');
    expect(online.connector().reservationId).toBe(1);
    expect(await present('OTHER')).toMatchObject({ result: 'refused' });
    await online.charge(1, 'HOLDER');
    const start = await online.central.next('StartTransaction');
    expect(start.payload.reservationId).toBe(1);
    await online.act({ action: 'unplug' });
    await online.reported('Available');
  });

  it('ReserveNow: somebody of the same parentIdTag may use it', async () => {
    online = await startOnline();
    await reserve({ parentIdTag: 'FLEET' });
    online.central.answers.set('Authorize', () =>
      result({ idTagInfo: { status: 'Accepted', parentIdTag: 'FLEET' } }),
    );
    expect(await present('COLLEAGUE')).toMatchObject({ result: 'waiting-for-cable' });
  });

  it('RemoteStartTransaction: Rejected on a connector that is reserved for another', async () => {
    online = await startOnline();
    await reserve();
    expect(await online.ask('RemoteStartTransaction', { idTag: 'OTHER', connectorId: 1 })).toEqual({
      status: 'Rejected',
    });
    expect(await online.ask('RemoteStartTransaction', { idTag: 'HOLDER', connectorId: 1 })).toEqual(
      { status: 'Accepted' },
    );
  });

  it('RemoteStartTransaction: Accepted on a reserved connector for the same parentIdTag', async () => {
    online = await startOnline();
    await reserve({ parentIdTag: 'FLEET' });
    online.central.answers.set('Authorize', () =>
      result({ idTagInfo: { status: 'Accepted', parentIdTag: 'FLEET' } }),
    );
    expect(
      await online.ask('RemoteStartTransaction', { idTag: 'COLLEAGUE', connectorId: 1 }),
    ).toEqual({ status: 'Accepted' });
  });

  it('ReserveNow: ends at its expiryDate', async () => {
    online = await startOnline();
    await reserve({ leftMs: 60_000 });
    await online.reported('Reserved');
    online.bench.clock.advance(60_000);
    await online.reported('Available');
    expect(await cancel(1)).toEqual({ status: 'Rejected' });
    expect(await present('OTHER')).toMatchObject({ result: 'waiting-for-cable' });
  });

  it('ReserveNow: the same reservationId replaces what it was', async () => {
    online = await startOnline({ connectors: 2 });
    await reserve();
    await online.reported('Reserved', 1);
    expect(await reserve({ idTag: 'SECOND' })).toEqual({ status: 'Accepted' });
    expect(await reserve({ connectorId: 2 })).toEqual({ status: 'Accepted' });
    await online.reported('Available', 1);
    await online.reported('Reserved', 2);
    expect(online.statuses(1)).toEqual(['Available', 'Reserved', 'Available']);
    expect(await cancel(1)).toEqual({ status: 'Accepted' });
    await online.reported('Available', 2);
  });

  it('ReserveNow: outlasts a restart of the bench, and a power cycle', async () => {
    online = await startOnline();
    await reserve({ reservationId: 8 });
    await online.reported('Reserved');
    await online.restartBench();
    await online.reported('Reserved');
    expect(online.connector()).toMatchObject({ status: 'Reserved', reservationId: 8 });
    expect(await present('OTHER')).toMatchObject({ result: 'refused' });
    await online.act({ action: 'power-cycle' });
    await online.reported('Reserved');
    expect(await cancel(8)).toEqual({ status: 'Accepted' });
  });

  it('CancelReservation: Accepted, and anybody may charge again', async () => {
    online = await startOnline();
    await reserve();
    expect(await cancel(1)).toEqual({ status: 'Accepted' });
    await online.reported('Available');
    expect(await present('OTHER')).toMatchObject({ result: 'waiting-for-cable' });
  });

  it('CancelReservation: Rejected for a reservation that is not there', async () => {
    online = await startOnline();
    await reserve();
    expect(await cancel(2)).toEqual({ status: 'Rejected' });
    expect(online.connector().status).toBe('Reserved');
  });
});

describe('refusals', () => {
  it('ReserveNow: Faulted where something is broken', async () => {
    online = await startOnline();
    await online.act({ action: 'fault' });
    expect(await reserve()).toEqual({ status: 'Faulted' });
  });

  it('ReserveNow: Faulted when the charge point itself is', async () => {
    online = await startOnline();
    await online.act({ action: 'fault', connectorId: 0 });
    expect(await reserve()).toEqual({ status: 'Faulted' });
  });

  it('ReserveNow: Unavailable out of operation', async () => {
    online = await startOnline();
    await available(1, 'Inoperative');
    expect(await reserve()).toEqual({ status: 'Unavailable' });
  });

  it('ReserveNow: Occupied by a cable, a transaction, or another reservation', async () => {
    online = await startOnline({ connectors: 3 });
    await online.act({ action: 'plug-in', connectorId: 1 });
    await online.charge(2);
    await reserve({ connectorId: 3, reservationId: 5 });
    for (const connectorId of [1, 2, 3]) {
      expect(await reserve({ connectorId })).toEqual({ status: 'Occupied' });
    }
  });

  it('ReserveNow: Rejected for an expiryDate that has passed', async () => {
    online = await startOnline();
    expect(await reserve({ leftMs: -1 })).toEqual({ status: 'Rejected' });
  });

  it('ReserveNow: Rejected for an unknown connector', async () => {
    online = await startOnline();
    expect(await reserve({ connectorId: 2 })).toEqual({ status: 'Rejected' });
  });

  it('ReserveNow: a payload without idTag is a CALLERROR', async () => {
    online = await startOnline();
    const payload = { connectorId: 1, reservationId: 1, expiryDate: '2030-01-01T00:00:00Z' };
    expect(await online.central.call('ReserveNow', payload)).toMatchObject({ outcome: 'error' });
  });
});

describe('of any connector', () => {
  it('ReserveConnectorZeroSupported: connector 0, one connector stays free for its holder', async () => {
    online = await startOnline({ connectors: 2 });
    expect(await reserve({ connectorId: 0, reservationId: 3 })).toEqual({ status: 'Accepted' });
    expect(await present('OTHER', 1)).toMatchObject({ result: 'waiting-for-cable' });
    expect(await present('THIRD', 2)).toMatchObject({ result: 'refused' });
    await online.charge(2, 'HOLDER');
    const start = await online.central.next('StartTransaction');
    expect(start.payload).toMatchObject({ connectorId: 2, reservationId: 3 });
    expect(await cancel(3)).toEqual({ status: 'Rejected' });
  });

  it('ReserveNow: connector 0 is Occupied when no connector is left', async () => {
    online = await startOnline({ connectors: 2 });
    await online.charge(1);
    await reserve({ connectorId: 2, reservationId: 5 });
    expect(await reserve({ connectorId: 0 })).toEqual({ status: 'Occupied' });
  });

  it('ReserveNow: connector 0 is Occupied by another reservation of it', async () => {
    online = await startOnline({ connectors: 2 });
    await reserve({ connectorId: 0, reservationId: 5 });
    expect(await reserve({ connectorId: 0, reservationId: 6 })).toEqual({ status: 'Occupied' });
    expect(await reserve({ connectorId: 0, reservationId: 5 })).toEqual({ status: 'Accepted' });
  });

  it('ReserveNow: connector 0 is Faulted or Unavailable when all connectors are', async () => {
    online = await startOnline({ connectors: 2 });
    await online.act({ action: 'fault', connectorId: 1 });
    await online.act({ action: 'fault', connectorId: 2 });
    expect(await reserve({ connectorId: 0 })).toEqual({ status: 'Faulted' });
    await online.act({ action: 'clear-fault', connectorId: 1 });
    await online.act({ action: 'clear-fault', connectorId: 2 });
    await available(0, 'Inoperative');
    expect(await reserve({ connectorId: 0 })).toEqual({ status: 'Unavailable' });
  });

  it('ReserveNow: connector 0 outlasts a restart and ends at its expiryDate', async () => {
    online = await startOnline();
    await reserve({ connectorId: 0 });
    await online.restartBench();
    expect(await present('OTHER')).toMatchObject({ result: 'refused' });
    online.bench.clock.advance(600_000);
    expect(await present('OTHER')).toMatchObject({ result: 'waiting-for-cable' });
    expect(online.statuses(0).every((status) => status === 'Available')).toBe(true);
  });
});
