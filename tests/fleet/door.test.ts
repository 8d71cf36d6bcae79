/** Fleets and profiles through the HTTP API, against the CSMS of the same bench. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
let api: OpenedDoor['api'];
let url: string;

beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  api = opened.api;
  const listeners = [{ host: '127.0.0.1', port: 0, securityProfiles: [0, 1, 2, 3] }];
  const { body } = await api('PUT', '/csms', { listeners });
  url = `ws://127.0.0.1:${body.listeners[0].port}/`;
});

afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

/** Resolves when all members of the fleet are accepted. */
function whenAccepted(count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (composed.bench.fleets.list()[0]?.registrations.Accepted !== count) return;
      stop();
      resolve();
    };
    const stop = composed.bench.onMoved(look);
    look();
  });
}

describe('Fleets at the API', () => {
  it('are started, counted, paged, acted upon and stopped', async () => {
    const request = { url, count: 12, bootsPerS: 1000, ids: 'F-{01}', password: 'CANARY-secret-1' };
    const started = await api('PUT', '/fleets/load', request);
    expect(started.status).toBe(200);
    expect(JSON.stringify(started.body)).not.toContain('CANARY');
    await whenAccepted(12);
    const { body: fleets } = await api('GET', '/fleets');
    expect(fleets).toMatchObject([{ name: 'load', connections: { connected: 12 } }]);
    const { body: page } = await api('GET', '/fleets/load/members?limit=5&after=10');
    expect(page.members).toMatchObject([{ id: 'F-11' }, { id: 'F-12' }]);
    const action = { action: 'plug-in' };
    const acted = await api('POST', '/fleets/load/actions', { member: 'F-03', action });
    expect(acted.body).toEqual({ done: 1, failed: 0 });
    expect((await api('POST', '/fleets/load/storm')).status).toBe(200);
    expect((await api('DELETE', '/fleets/load')).body).toEqual({ deleted: true });
    expect((await api('GET', '/fleets')).body).toEqual([]);
    // Members are not charge points of the bench.
    expect((await api('GET', '/charge-points')).body).toEqual([]);
  });

  it('an unknown fleet is 404, one without a size 400', async () => {
    const { status, body } = await api('POST', '/fleets/nobody/storm');
    expect([status, body.code]).toEqual([404, 'fleet-unknown']);
    expect((await api('PUT', '/fleets/load', { url })).status).toBe(400);
  });

  it.each(['no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'roots that cannot be read are refused before anybody starts, with place and fix: %j',
    async (pem) => {
      const settings = { trust: { pem } };
      const request = { url: 'wss://localhost:1/', securityProfile: 2, count: 3, settings };
      const { status, body } = await api('PUT', '/fleets/unread', request);
      expect([status, body.code, body.where]).toEqual([
        422,
        'certificate-unreadable',
        'settings.trust.pem',
      ]);
      expect(body.fix).toContain('-----BEGIN CERTIFICATE-----');
      expect((await api('GET', '/fleets')).body).toEqual([]);
    },
  );
});

/** The AuthorizationKey that the CSMS has of a station, as text. */
function keyOf(id: string): string {
  const answer = composed.bench.csms.revealAuthorizationKey(id);
  return answer.ok ? answer.value.hex : '';
}

describe('Fleets on the local CSMS', () => {
  it.each([0, 1, 2, 3] as const)(
    'start on profile %i without any credentials given',
    async (securityProfile) => {
      const request = {
        securityProfile,
        count: 6,
        bootsPerS: 1000,
        ids: `L${securityProfile}-{1}`,
      };
      const started = await api('PUT', '/fleets/local', request);
      expect(started.body.request.url).toMatch(securityProfile >= 2 ? /^wss:/ : /^ws:/);
      await whenAccepted(6);
      const { body: stations } = await api('GET', '/csms/stations');
      const own = stations.filter(({ id }: { id: string }) =>
        id.startsWith(`L${securityProfile}-`),
      );
      expect(own.map((one: { connectedProfile: number }) => one.connectedProfile)).toEqual(
        Array.from({ length: 6 }, () => securityProfile),
      );
      if (securityProfile === 3) {
        const { body: fleets } = await api('GET', '/fleets');
        expect(fleets).toMatchObject([{ certificates: 6, started: 6 }]);
        // They are gone with the fleet: nothing of them is in the store.
        const clients = (await composed.bench.pki.certificates()).filter(
          ({ kind }) => kind === 'client',
        );
        expect(clients).toEqual([]);
      }
      await api('DELETE', '/fleets/local');
    },
  );

  it('every member has a key of its own, and a key that the CSMS has of a station stays', async () => {
    const key = '000102030405060708090a0b0c0d0e0f';
    await api('PUT', '/csms/stations/K-2', { authorizationKeyHex: key, securityProfile: 2 });
    const request = { securityProfile: 1, count: 3, bootsPerS: 1000, ids: 'K-{1}' };
    expect(JSON.stringify(await api('PUT', '/fleets/local', request))).not.toContain(key);
    await whenAccepted(3);
    const keys = ['K-1', 'K-2', 'K-3'].map(keyOf);
    expect(keys[1]).toBe(key);
    expect(new Set(keys).size).toBe(3);
    await api('DELETE', '/fleets/local');
  });

  it('a given key is the one of all, here and elsewhere', async () => {
    const authorizationKeyHex = '101112131415161718191a1b1c1d1e1f';
    const request = { securityProfile: 2, count: 3, bootsPerS: 1000, ids: 'G-{1}' };
    await api('PUT', '/fleets/local', { ...request, authorizationKeyHex });
    await whenAccepted(3);
    expect(['G-1', 'G-3'].map(keyOf)).toEqual([authorizationKeyHex, authorizationKeyHex]);
    const { body } = await api('GET', '/fleets');
    expect(JSON.stringify(body)).not.toContain(authorizationKeyHex);
    const elsewhere = { ...request, url: body[0].request.url, authorizationKeyHex };
    await api('PUT', '/fleets/local', elsewhere);
    await whenAccepted(3);
    await api('DELETE', '/fleets/local');
  });

  it('without a listener for the profile, says so', async () => {
    const request = { securityProfile: 3, count: 1, listener: 'none' };
    const { body } = await api('PUT', '/fleets/local', request);
    expect(body.code).toBe('listener-for-profile-missing');
  });
});

describe('Charge point profiles at the API', () => {
  it('are saved, listed, and charge points are made of them', async () => {
    const settings = { connectors: 2, behaviour: { clockSkewS: 60 } };
    expect((await api('PUT', '/charge-point-profiles/mine', { settings })).status).toBe(200);
    const { body: profiles } = await api('GET', '/charge-point-profiles');
    expect(profiles).toContainEqual({ name: 'mine', settings: expect.anything(), builtIn: false });
    const own = { url, securityProfile: 0, autoConnect: false };
    const made = await api('POST', '/charge-point-profiles/mine/charge-points', {
      id: 'CP-9',
      settings: own,
    });
    expect(made.body.settings).toMatchObject({ connectors: 2, behaviour: { clockSkewS: 60 } });
    const unknown = await api('POST', '/charge-point-profiles/none/charge-points', {
      id: 'CP-9',
      settings: own,
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'charge-point-profile-unknown']);
    expect((await api('DELETE', '/charge-point-profiles/mine')).body).toEqual({ deleted: true });
  });

  it('take no secret', async () => {
    const settings = { password: 'CANARY' };
    expect((await api('PUT', '/charge-point-profiles/mine', { settings })).status).toBe(400);
  });
});
