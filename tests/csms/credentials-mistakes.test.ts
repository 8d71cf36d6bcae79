/** H8–H11, H28, H31: charge points over real sockets make every mistake with their credentials, and it is named. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RefusedAttempt } from '../../shared/api/csms-contract.ts';
import { authorizationHeader } from '../../shared/security/authorization-key-forms.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';
import {
  formerKey,
  identity,
  madeMistakes,
  mistakenKey,
  neighbour,
  neighbourKey,
  serialNumber,
} from '../support/credentials-mistakes.ts';
import {
  closeForeignChargePoints,
  connectionError,
  foreignChargePoint,
} from '../support/foreign-charge-point.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
let port = 0;
let securePort = 0;

const stationPath = (id: string) => `/csms/stations/${encodeURIComponent(id)}`;

/** The station anew, with a key it had before and the one it has. */
async function prepare(id: string, key: Buffer, change: object = {}): Promise<void> {
  const { api } = opened;
  await api('DELETE', stationPath(id));
  const put = (request: object) => api('PUT', stationPath(id), request);
  await put({ securityProfile: 1, serialNumber, authorizationKeyHex: formerKey.toString('hex') });
  const { status } = await put({ authorizationKeyHex: key.toString('hex'), ...change });
  expect(status).toBe(200);
}

/** Dials with these Authorization values; the HTTP status of the refusal, or 101. */
function dialWith(id: string, authorization: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${encodeURIComponent(id)}`, ['ocpp1.6'], {
      headers: authorization.length === 0 ? {} : { Authorization: [...authorization] },
    });
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('error', reject);
  });
}

async function newestAttempt(): Promise<RefusedAttempt> {
  const { body } = await opened.api('GET', '/csms/attempts');
  return body[0];
}

function spellings(key: Buffer): string[] {
  const hex = key.toString('hex');
  return [hex, hex.toUpperCase(), key.toString('base64').replace(/=+$/, ''), key.toString('utf8')];
}

function leaks(text: string, keys: readonly Buffer[]): string[] {
  return keys.flatMap(spellings).filter((spelling) => text.includes(spelling));
}

beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  [port = 0, securePort = 0] = await composed.listen(
    { securityProfiles: [1] },
    { securityProfiles: [2] },
  );
  await opened.api('PUT', '/csms/policy', { acceptHexText: false });
  await opened.api('PUT', stationPath(neighbour), {
    authorizationKeyHex: neighbourKey.toString('hex'),
  });
});
afterAll(async () => {
  await closeForeignChargePoints();
  await opened.door.close();
  await composed.close();
});

describe('over a real socket', () => {
  it.each(madeMistakes)('H31 it is refused with 401 and named: $name', async (made) => {
    const { station = identity, key = mistakenKey, codes, authorization } = made;
    await prepare(station, key);
    expect(await dialWith(station, authorization)).toBe(401);
    const attempt = await newestAttempt();
    expect(attempt).toMatchObject({ station, status: 401 });
    expect(attempt.credentials?.mistakes.map(({ code }) => code)).toEqual(codes);
    const again = await opened.api('POST', `/csms/attempts/${attempt.seq}/credentials`, {});
    expect(again.body).toEqual(attempt.credentials);
    const keys = [key, formerKey, neighbourKey];
    const frames = await opened.api('GET', '/frames?limit=20');
    for (const { text } of [again, await opened.api('GET', '/csms/attempts'), frames])
      expect(leaks(text, keys)).toEqual([]);
  });
});

describe('A01.FR.08 with salted hashes only', () => {
  beforeEach(() => prepare(identity, mistakenKey, { keepKeyHashOnly: true }));

  it('the key passes, its digits are named, and the one before it as well', async () => {
    expect(await dialWith(identity, [authorizationHeader(identity, mistakenKey)])).toBe(101);
    const digits = new TextEncoder().encode(mistakenKey.toString('hex'));
    expect(await dialWith(identity, [authorizationHeader(identity, digits)])).toBe(401);
    expect((await newestAttempt()).credentials?.mistakes).toMatchObject([{ code: 'key-hex-text' }]);
    expect(await dialWith(identity, [authorizationHeader(identity, formerKey)])).toBe(401);
    expect((await newestAttempt()).credentials?.mistakes).toMatchObject([{ code: 'old-key' }]);
  });

  it('the key cannot be shown, and the door says why', async () => {
    const shown = await opened.api('POST', `${stationPath(identity)}/authorization-key/reveal`);
    expect([shown.status, shown.body.code]).toEqual([409, 'authorization-key-hash-only']);
    const { body } = await opened.api('GET', stationPath(identity));
    expect(body).toMatchObject({
      hasAuthorizationKey: true,
      authorizationKeyBytes: 20,
      keepsKeyHashOnly: true,
      keyIsHash: true,
      formerKeys: [{ bytes: 20 }],
    });
  });
});

describe('what was sent', () => {
  it('is compared with another key or station, and shown after a recorded reveal only', async () => {
    await prepare(identity, mistakenKey);
    await dialWith(identity, [authorizationHeader(identity, neighbourKey)]);
    const { seq } = await newestAttempt();
    const compare = (request: object) =>
      opened.api('POST', `/csms/attempts/${seq}/credentials`, request);
    const withKey = await compare({ authorizationKeyHex: neighbourKey.toString('hex') });
    expect(withKey.body).toMatchObject({ verdict: 'match', mistakes: [] });
    const withStation = await compare({ station: neighbour });
    expect(withStation.body.mistakes).toHaveLength(1);
    const revealed = await opened.api('POST', `/csms/attempts/${seq}/credentials/reveal`);
    expect(revealed.body).toMatchObject({ userName: identity, hex: neighbourKey.toString('hex') });
    const frame = await composed.frame(({ kind }) => kind === 'secret-revealed');
    expect(frame).toMatchObject({ station: identity, detail: { what: 'frame', seq } });
    const unknown = await opened.api('POST', '/csms/attempts/999999/credentials/reveal');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'attempt-unknown']);
  });

  it('is compared as a header that a person pastes', async () => {
    await prepare(identity, mistakenKey);
    const path = `${stationPath(identity)}/credentials`;
    const authorization = `Authorization: ${authorizationHeader(identity, formerKey)}`;
    const { body } = await opened.api('POST', path, { authorization });
    expect(body).toMatchObject({ verdict: 'mismatch', mistakes: [{ code: 'old-key' }] });
  });
});

describe('foreign clients', () => {
  it('ocpp-rpc with the digits of the key as text', async () => {
    await prepare('RPC', mistakenKey);
    const password = mistakenKey.toString('hex');
    const client = foreignChargePoint({
      identity: 'RPC',
      endpoint: `ws://127.0.0.1:${port}`,
      password,
    });
    expect(await connectionError(client)).toBe(401);
    expect(await newestAttempt()).toMatchObject({
      station: 'RPC',
      code: 'password-is-hex-text',
      parameters: { mistakes: 'key-hex-text' },
    });
  });

  it.runIf(opensslAvailable)('openssl on profile 2 with base64 of the key', async () => {
    await prepare('SSL', mistakenKey, { securityProfile: 2 });
    const sent = authorizationHeader('SSL', Buffer.from(mistakenKey.toString('base64')));
    const text = [
      'GET /SSL HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Sec-WebSocket-Protocol: ocpp1.6',
      `Authorization: ${sent}`,
      '',
      '',
    ].join('\r\n');
    const printed = await runSClient(securePort, ['-quiet'], {
      text,
      until: new Promise(() => undefined),
    });
    expect(printed).toContain('401');
    expect((await newestAttempt()).credentials?.mistakes).toMatchObject([
      { code: 'key-base64-text', confidence: 'certain' },
    ]);
  });
});
