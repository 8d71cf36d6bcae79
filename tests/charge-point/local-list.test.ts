/** The local authorisation list over a real socket: updates, versions, limits (OCPP 1.6 §3.5.2, §5.10, §5.15). */
import { afterEach, describe, expect, it } from 'vitest';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

type Entry = { idTag: string; idTagInfo?: object };

const entry = (idTag: string, status = 'Accepted'): Entry => ({ idTag, idTagInfo: { status } });
const entries = (count: number, from = 0) =>
  Array.from({ length: count }, (_entry, index) => entry(`TAG-${from + index}`));
const send = (updateType: 'Full' | 'Differential', listVersion: number, list?: Entry[]) =>
  online.ask('SendLocalList', {
    listVersion,
    updateType,
    ...(list === undefined ? {} : { localAuthorizationList: list }),
  });
const version = () => online.ask('GetLocalListVersion');

/** What the list says of a tag, offline and without a cache. */
async function listed(idTag: string): Promise<unknown> {
  await online.goOffline();
  const { authorization, result } = Object(
    await online.outcome({ action: 'present-id-tag', idTag }),
  );
  if (result === 'waiting-for-cable') await online.act({ action: 'present-id-tag', idTag });
  await online.goOnline();
  return authorization;
}

describe('updates', () => {
  it('SendLocalList: a full one replaces all, Accepted', async () => {
    online = await startOnline();
    expect(await send('Full', 1, [entry('OLD')])).toEqual({ status: 'Accepted' });
    expect(await send('Full', 2, [entry('NEW'), entry('BAD', 'Blocked')])).toEqual({
      status: 'Accepted',
    });
    expect(await listed('OLD')).toBe('Invalid');
    expect(await listed('new')).toBe('Accepted');
    expect(await listed('BAD')).toBe('Blocked');
  });

  it('SendLocalList: a differential one adds, changes and removes, Accepted', async () => {
    online = await startOnline();
    await send('Full', 1, [entry('KEPT'), entry('CHANGED'), entry('REMOVED')]);
    const changes = [entry('changed', 'Expired'), { idTag: 'REMOVED' }, entry('ADDED')];
    expect(await send('Differential', 2, changes)).toEqual({ status: 'Accepted' });
    expect(await version()).toEqual({ listVersion: 2 });
    expect(await listed('KEPT')).toBe('Accepted');
    expect(await listed('CHANGED')).toBe('Expired');
    expect(await listed('REMOVED')).toBe('Invalid');
    expect(await listed('ADDED')).toBe('Accepted');
  });

  it('SendLocalList: a full one without entries empties the list', async () => {
    online = await startOnline();
    await send('Full', 3, [entry('TAG')]);
    expect(await send('Full', 4)).toEqual({ status: 'Accepted' });
    expect(await listed('TAG')).toBe('Invalid');
  });

  it('SendLocalList: a full one may have any version', async () => {
    online = await startOnline();
    await send('Full', 9, [entry('TAG')]);
    expect(await send('Full', 2, [entry('TAG')])).toEqual({ status: 'Accepted' });
    expect(await version()).toEqual({ listVersion: 2 });
  });

  it('SendLocalList: the list outlasts a restart of the bench', async () => {
    online = await startOnline();
    await send('Full', 5, [entry('TAG')]);
    await online.restartBench();
    expect(await version()).toEqual({ listVersion: 5 });
    expect(await listed('TAG')).toBe('Accepted');
  });
});

describe('refusals', () => {
  it.each([4, 5])(
    'SendLocalList: VersionMismatch for differential version %i after 5',
    async (next) => {
      online = await startOnline();
      await send('Full', 5, [entry('TAG')]);
      expect(await send('Differential', next, [entry('OTHER')])).toEqual({
        status: 'VersionMismatch',
      });
      expect(await version()).toEqual({ listVersion: 5 });
      expect(await listed('OTHER')).toBe('Invalid');
    },
  );

  it.each<[string, Entry[]]>([
    ['the same tag twice, in any letter case', [entry('TAG'), entry('tag')]],
    ['a full entry without idTagInfo', [entry('TAG'), { idTag: 'OTHER' }]],
  ])('SendLocalList: Failed for %s', async (_what, list) => {
    online = await startOnline();
    expect(await send('Full', 1, list)).toEqual({ status: 'Failed' });
    expect(await version()).toEqual({ listVersion: 0 });
  });

  it.each([0, -1])('SendLocalList: Failed for version %i', async (listVersion) => {
    online = await startOnline();
    expect(await send('Full', listVersion, [entry('TAG')])).toEqual({ status: 'Failed' });
  });

  it('SendLocalListMaxLength: that many entries are Accepted, one more is Failed', async () => {
    online = await startOnline();
    expect(await send('Full', 1, entries(100))).toEqual({ status: 'Accepted' });
    expect(await send('Full', 2, entries(101))).toEqual({ status: 'Failed' });
    expect(await version()).toEqual({ listVersion: 1 });
  });

  it('LocalAuthListMaxLength: a full store is Failed and stays as it was', async () => {
    online = await startOnline();
    await send('Full', 1, entries(100));
    for (let part = 1; part < 5; part += 1) {
      await send('Differential', part + 1, entries(100, part * 100));
    }
    expect(await send('Differential', 6, [entry('ONE-MORE')])).toEqual({ status: 'Failed' });
    expect(await version()).toEqual({ listVersion: 5 });
    const swap = [{ idTag: 'TAG-0' }, entry('ONE-MORE')];
    expect(await send('Differential', 6, swap)).toEqual({ status: 'Accepted' });
  });

  it('LocalAuthListEnabled: off, SendLocalList is NotSupported', async () => {
    online = await startOnline();
    await online.configure({ LocalAuthListEnabled: false });
    expect(await send('Full', 1, [entry('TAG')])).toEqual({ status: 'NotSupported' });
  });
});

describe('the version', () => {
  it('GetLocalListVersion: 0 for an empty list', async () => {
    online = await startOnline();
    expect(await version()).toEqual({ listVersion: 0 });
    await send('Full', 4, [entry('TAG')]);
    await send('Differential', 5, [{ idTag: 'TAG' }]);
    expect(await version()).toEqual({ listVersion: 0 });
  });

  it('GetLocalListVersion: -1 when the list is NotSupported', async () => {
    online = await startOnline();
    await online.configure({ LocalAuthListEnabled: false });
    expect(await version()).toEqual({ listVersion: -1 });
  });
});
