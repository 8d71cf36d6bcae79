/** Who may charge: local list, cache, Central System, and being offline (OCPP 1.6 §3.5, §4.1), over a real socket. */
import { afterEach, describe, expect, it } from 'vitest';
import { result } from './central-system.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

const present = (idTag: string) => online.outcome({ action: 'present-id-tag', idTag });
const asked = () => online.central.of('Authorize').map(({ payload }) => payload.idTag);
const answer = (idTagInfo: object) =>
  online.central.answers.set('Authorize', () => result({ idTagInfo }));
const listed = (idTag: string, idTagInfo: object) =>
  online.ask('SendLocalList', {
    listVersion: 1,
    updateType: 'Full',
    localAuthorizationList: [{ idTag, idTagInfo }],
  });
/** Makes the charge point know a tag from the Central System, and leaves nothing behind. */
async function cached(idTag: string, idTagInfo: object): Promise<void> {
  answer(idTagInfo);
  await present(idTag);
  await online.act({ action: 'present-id-tag', idTag });
  answer({ status: 'Accepted' });
}
const acceptedTag = { status: 'Accepted' };
const isIn = (years: number) =>
  new Date(online.bench.clock.nowMs() + years * 3.15e10).toISOString();

describe('the order of authorities', () => {
  it('LocalPreAuthorize: a listed tag starts without asking', async () => {
    online = await startOnline();
    await online.configure({ LocalPreAuthorize: true });
    await listed('LISTED', acceptedTag);
    expect(await present('listed')).toMatchObject({ result: 'waiting-for-cable' });
    expect(asked()).toEqual([]);
  });

  it('LocalPreAuthorize: off, a listed tag is asked for all the same', async () => {
    online = await startOnline();
    await listed('LISTED', acceptedTag);
    await present('LISTED');
    expect(asked()).toEqual(['LISTED']);
  });

  it('LocalPreAuthorize: a cached tag starts without asking', async () => {
    online = await startOnline();
    await online.configure({ LocalPreAuthorize: true });
    await cached('TAG-1', acceptedTag);
    expect(asked()).toEqual(['TAG-1']);
    expect(await present('TAG-1')).toMatchObject({ result: 'waiting-for-cable' });
    expect(asked()).toEqual(['TAG-1']);
  });

  it('LocalPreAuthorize: a tag that is Blocked here is left to the Central System', async () => {
    online = await startOnline();
    await online.configure({ LocalPreAuthorize: true });
    await listed('LISTED', { status: 'Blocked' });
    expect(await present('LISTED')).toEqual({
      authorization: 'Accepted',
      result: 'waiting-for-cable',
    });
    expect(asked()).toEqual(['LISTED']);
  });

  it('LocalPreAuthorize: a tag whose expiryDate has passed is asked for', async () => {
    online = await startOnline();
    await online.configure({ LocalPreAuthorize: true });
    await listed('LISTED', { status: 'Accepted', expiryDate: isIn(-1) });
    await present('LISTED');
    expect(asked()).toEqual(['LISTED']);
  });

  it('LocalAuthListEnabled: the list goes before the cache, and is not used when switched off', async () => {
    online = await startOnline();
    await cached('TAG-1', acceptedTag);
    await listed('TAG-1', { status: 'Blocked' });
    await online.goOffline();
    expect(await present('TAG-1')).toEqual({ authorization: 'Blocked', result: 'refused' });
    await online.goOnline();
    await online.configure({ LocalAuthListEnabled: false });
    await online.goOffline();
    expect(await present('TAG-1')).toMatchObject({ authorization: 'Accepted' });
  });

  it.each(['Blocked', 'Expired', 'Invalid', 'ConcurrentTx'])(
    'Authorize: %s starts nothing',
    async (status) => {
      online = await startOnline();
      answer({ status });
      await online.act({ action: 'plug-in' });
      expect(await present('TAG-1')).toEqual({ authorization: status, result: 'refused' });
      expect(online.central.of('StartTransaction')).toEqual([]);
    },
  );

  it('Authorize: an answer with CALLERROR counts as Invalid', async () => {
    online = await startOnline();
    online.central.answers.set('Authorize', () => ({ kind: 'error', errorCode: 'InternalError' }));
    expect(await present('TAG-1')).toEqual({ authorization: 'Invalid', result: 'refused' });
  });
});

describe('offline', () => {
  it('LocalAuthorizeOffline: a known tag starts, an unknown one is Invalid', async () => {
    online = await startOnline();
    await cached('TAG-1', acceptedTag);
    await online.goOffline();
    expect(await present('TAG-2')).toEqual({ authorization: 'Invalid', result: 'refused' });
    expect(await present('TAG-1')).toMatchObject({ result: 'waiting-for-cable' });
  });

  it('LocalAuthorizeOffline: off, not even a known tag starts: Invalid', async () => {
    online = await startOnline();
    await online.configure({ LocalAuthorizeOffline: false });
    await cached('TAG-1', acceptedTag);
    await online.goOffline();
    expect(await present('TAG-1')).toEqual({ authorization: 'Invalid', result: 'refused' });
  });

  it('AllowOfflineTxForUnknownId: an unknown tag starts, a known Blocked one does not', async () => {
    online = await startOnline();
    await online.configure({ AllowOfflineTxForUnknownId: true });
    await cached('BAD', { status: 'Blocked' });
    await online.goOffline();
    expect(await present('BAD')).toEqual({ authorization: 'Blocked', result: 'refused' });
    expect(await present('TAG-2')).toMatchObject({ result: 'waiting-for-cable' });
  });

  it('Authorize: offline, a cached tag whose expiryDate has passed is Expired', async () => {
    online = await startOnline();
    await cached('TAG-1', { status: 'Accepted', expiryDate: isIn(1) });
    await online.goOffline();
    online.bench.clock.advance(4e10);
    expect(await present('TAG-1')).toEqual({ authorization: 'Expired', result: 'refused' });
  });
});

describe('the cache', () => {
  it('AuthorizationCacheEnabled: off, nothing is remembered', async () => {
    online = await startOnline();
    await online.configure({ AuthorizationCacheEnabled: false });
    await cached('TAG-1', acceptedTag);
    await online.goOffline();
    expect(await present('TAG-1')).toMatchObject({ authorization: 'Invalid' });
  });

  it('AuthorizationCacheEnabled: what was cached outlasts a restart of the bench', async () => {
    online = await startOnline();
    await cached('TAG-1', acceptedTag);
    await online.restartBench();
    await online.goOffline();
    expect(await present('tag-1')).toMatchObject({ authorization: 'Accepted' });
  });

  it('AuthorizationCacheEnabled: a listed tag is not put into the cache (§4.1)', async () => {
    online = await startOnline();
    await listed('TAG-1', { status: 'Blocked' });
    await cached('TAG-1', acceptedTag);
    await online.ask('SendLocalList', { listVersion: 2, updateType: 'Full' });
    await online.goOffline();
    expect(await present('TAG-1')).toMatchObject({ authorization: 'Invalid' });
  });

  it('ClearCache: Accepted, and known tags are forgotten', async () => {
    online = await startOnline();
    await cached('TAG-1', acceptedTag);
    expect(await online.ask('ClearCache')).toEqual({ status: 'Accepted' });
    await online.goOffline();
    expect(await present('TAG-1')).toMatchObject({ authorization: 'Invalid' });
  });

  it('ClearCache: Rejected without a cache', async () => {
    online = await startOnline();
    await online.configure({ AuthorizationCacheEnabled: false });
    expect(await online.ask('ClearCache')).toEqual({ status: 'Rejected' });
  });

  it('StartTransaction: its idTagInfo goes into the cache', async () => {
    online = await startOnline();
    online.central.answers.set('StartTransaction', () =>
      result({ transactionId: 9, idTagInfo: { status: 'ConcurrentTx' } }),
    );
    await online.act({ action: 'plug-in' });
    await present('TAG-1');
    await online.central.next('StopTransaction');
    await online.goOffline();
    expect(await present('TAG-1')).toEqual({ authorization: 'ConcurrentTx', result: 'refused' });
  });

  it('StopTransaction: its idTagInfo goes into the cache', async () => {
    online = await startOnline();
    online.central.answers.set('StopTransaction', () =>
      result({ idTagInfo: { status: 'Blocked' } }),
    );
    await online.charge();
    await present('TAG-1');
    await online.central.next('StopTransaction');
    await online.settled();
    await online.goOffline();
    expect(await present('TAG-1')).toEqual({ authorization: 'Blocked', result: 'refused' });
  });
});

describe('groups', () => {
  it('StopTransaction: a tag of the same parentIdTag stops, after it was authorised', async () => {
    online = await startOnline();
    answer({ status: 'Accepted', parentIdTag: 'FLEET' });
    await online.charge(1, 'TAG-1');
    expect(await present('TAG-2')).toEqual({ authorization: 'Accepted', result: 'stopped' });
    const stop = await online.central.next('StopTransaction');
    expect(stop.payload).toMatchObject({ reason: 'Local', idTag: 'TAG-2' });
    expect(asked()).toEqual(['TAG-1', 'TAG-2']);
  });

  it('StopTransaction: a tag of another group is refused', async () => {
    online = await startOnline();
    answer({ status: 'Accepted', parentIdTag: 'FLEET' });
    await online.charge(1, 'TAG-1');
    answer({ status: 'Accepted', parentIdTag: 'OTHERS' });
    expect(await present('TAG-2')).toEqual({ authorization: 'Accepted', result: 'refused' });
    expect(online.connector().transactionId).toBe(1);
  });

  it('StopTransaction: the same tag stops unasked', async () => {
    online = await startOnline();
    await online.charge(1, 'TAG-1');
    expect(await present('tag-1')).toEqual({ authorization: 'not-asked', result: 'stopped' });
  });
});
