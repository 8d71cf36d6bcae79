/** Checklist 41: canary secrets are planted, then every answer of every door, the log and the export are searched. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { issueSigningRequest } from '../../electron/bench/pki/issuing.ts';
import { generateFamilyKeyPair } from '../../electron/bench/pki/key-pairs.ts';
import { type BenchClient, rpcSubprotocol } from '../../shared/api/contract.ts';
import { scenarioRun } from '../../shared/api/scenarios-contract.ts';
import { junitReport } from '../../shared/scenario/junit.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
  testToken,
} from '../support/composed-bench.ts';
import {
  closeForeignChargePoints,
  connectionError,
  foreignChargePoint,
} from '../support/foreign-charge-point.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
const sockets: WebSocket[] = [];

/** Recognisable in every spelling they may take. */
const storedKey = 'CANARYstoredKey12345';
const wrongKey = 'CANARYwrongKey123456';
const newKey = 'CANARYnewKey12345678';
const reportedKey = 'CANARYreported123456';
const emulatedKey = 'CANARYemulated123456';
const fleetKey = 'CANARYfleetKey123456';
const canaries = [storedKey, wrongKey, newKey, reportedKey, emulatedKey, fleetKey];
/** Of the secrets themselves; never in the record. */
const passphrase = 'CANARY passphrase of the folder';

function spellings(secret: string, identity: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64').replace(/=+$/, ''),
    Buffer.from(`${identity}:${secret}`).toString('base64').replace(/=+$/, ''),
  ];
}
const needles = canaries.flatMap((secret) => spellings(secret, 'CANARY-1'));
needles.push(passphrase);
needles.push(...spellings(emulatedKey, 'OURS'), ...spellings(fleetKey, 'MEMBER-1'));

/** Sends a key and expects an answer that does not come, so that the run has something to say of it. */
const scenario = `version: 1
name: Canary
setUp: { stations: { canary: { id: CANARY-1 } } }
steps:
  - call:
      action: ChangeConfiguration
      payload: { key: AuthorizationKey, value: ${newKey} }
      answer: { status: Rejected }
`;

function leaksIn(text: string): string[] {
  return needles.filter((needle) => text.includes(needle));
}

/** What was made for paths that name it. */
let made: Record<
  'snapshot' | 'operation' | 'transfer' | 'received' | 'run' | 'signingRequest',
  string
>;

/** Resolves with the state of a scenario's run when it has ended. */
async function ended(run: string) {
  for (;;) {
    const { body } = await opened.api('GET', `/scenario-runs/${run}`);
    if (body.endedAt !== undefined) return body;
    // A script has nothing but asking again.
    await pause(20);
  }
}

beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
  const { api } = opened;
  const [port] = await composed.listen({ securityProfiles: [1] });
  await api('PUT', '/csms/stations/CANARY-1', { securityProfile: 1, password: storedKey });
  const endpoint = `ws://127.0.0.1:${port}`;
  const pointWith = (password: string) =>
    foreignChargePoint({ identity: 'CANARY-1', endpoint, password });
  expect(await connectionError(pointWith(wrongKey))).toBe(401);
  const point = pointWith(storedKey);
  point.handle('ChangeConfiguration', () => Promise.resolve({ status: 'Accepted' }));
  point.handle('GetConfiguration', () =>
    Promise.resolve({
      configurationKey: [{ key: 'AuthorizationKey', readonly: false, value: reportedKey }],
    }),
  );
  expect(await connectionError(point)).toBeUndefined();
  const call = (action: string, payload: object) =>
    api('POST', '/csms/stations/CANARY-1/calls', { action, payload });
  const changed = await call('ChangeConfiguration', { key: 'AuthorizationKey', value: newKey });
  const read = await call('GetConfiguration', {});
  expect([changed.status, read.status]).toEqual([200, 200]);
  expect([leaksIn(changed.text), leaksIn(read.text)]).toEqual([[], []]);
  const subject = [{ name: 'CN', value: 'SN-1' }] as const;
  const csr = issueSigningRequest(subject, await generateFamilyKeyPair('ecdsa'));
  await point.call('SignCertificate', { csr });
  const [signingRequest] = (await api('GET', '/csms/signing-requests')).body.requests;
  const snapshot = await api('POST', '/csms/stations/CANARY-1/configuration/read');
  const operation = await api('POST', '/csms/stations/CANARY-1/operations', {
    operation: 'change-authorization-key',
    authorizationKeyHex: Buffer.from(newKey).toString('hex'),
    allowAnyLength: true,
  });
  const saved = await api('PUT', '/csms/payloads/ChangeConfiguration/key', {
    payload: { key: 'AuthorizationKey', value: newKey },
  });
  composed.bench.csms.cancelOperation('CANARY-1', operation.body.id);
  const run = await api('POST', '/scenario-runs', { text: scenario });
  for (const { status, text } of [snapshot, operation, saved, run]) {
    expect([status, leaksIn(text)]).toEqual([200, []]);
  }
  expect((await ended(run.body.id)).status).toBe('failed');
  await api('PUT', '/scenarios/saved', { text: scenario.replace(newKey, 'of-no-importance') });
  const asked = await api('POST', '/files/requests', { name: 'a.log', address: '127.0.0.1' });
  await fetch(asked.body.location, { method: 'PUT', body: 'a log' });
  const [received] = (await api('GET', '/files/received')).body;
  const kept = await api('PUT', '/secrets', { keptBy: 'passphrase', passphrase });
  const refused = await api('PUT', '/secrets', { keptBy: 'key-file', currentPassphrase: 'no' });
  expect([kept.status, leaksIn(kept.text), refused.status]).toEqual([200, [], 403]);
  made = {
    snapshot: String(snapshot.body.id),
    operation: operation.body.id,
    transfer: asked.body.transfer.id,
    received: received.id,
    run: run.body.id,
    signingRequest: signingRequest.id,
  };
  await point.close();
  expect(await connectionError(pointWith(wrongKey))).toBe(401);
  const emulated = await api('PUT', '/charge-points/OURS', {
    url: `${endpoint}/`,
    securityProfile: 1,
    password: emulatedKey,
  });
  const fleet = await api('PUT', '/fleets/CANARY', {
    url: `${endpoint}/`,
    securityProfile: 1,
    password: fleetKey,
    ids: 'MEMBER-{1}',
    count: 1,
  });
  expect([fleet.status, leaksIn(fleet.text)]).toEqual([200, []]);
  await composed.frame(
    ({ kind, station }) => kind === 'upgrade-response' && station === 'MEMBER-1',
  );
  expect(leaksIn(emulated.text)).toEqual([]);
  await composed.frame(({ kind, station }) => kind === 'upgrade-response' && station === 'OURS');
});
afterAll(async () => {
  for (const socket of sockets) socket.terminate();
  await closeForeignChargePoints();
  await opened.door.close();
  await composed.close();
});

describe('41 no secret leaves', () => {
  it('the planted secrets are in the record, or this test would prove nothing', () => {
    const folder = join(composed.folder, 'captures');
    const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const all = texts.join('');
    for (const secret of canaries) {
      const found = ['CANARY-1', 'OURS', 'MEMBER-1'].flatMap((id) => spellings(secret, id));
      expect([secret, found.some((needle) => all.includes(needle))]).toEqual([secret, true]);
    }
  });

  it('by any GET of the API', async () => {
    const { body } = await opened.api('GET', '/openapi.json');
    const { capture } = composed.bench.state().recording;
    const view = await opened.api('POST', '/frame-views', {});
    const [authority] = (await opened.api('GET', '/pki/authorities')).body;
    const { frames } = (await opened.api('GET', '/frames?limit=1000')).body;
    const { connection } = frames.find(({ kind }: { kind: string }) => kind === 'upgrade-request');
    const values: Record<string, string> = {
      capture: 'live',
      station: 'CANARY-1',
      connection: String(connection),
      id: 'CANARY-1',
      seq: '5',
      port: '9',
      viewId: view.body.viewId,
      transactionId: '1',
      name: 'CANARY',
      ...made,
    };
    const ids: [start: string, id: string][] = [
      ['/captures', capture],
      ['/charge-points', 'OURS'],
      ['/files/transfers', made.transfer],
      ['/files/received', made.received],
      ['/csms/signing-requests', made.signingRequest],
      ['/scenario-runs', made.run],
      ['/scenarios', 'saved'],
      ['/pki/entries', authority.id],
    ];
    // They concern another endpoint than ours; nothing of this bench is in them.
    const ofOthers = ['/probe/runs/{id}'];
    const asked: string[] = [];
    for (const [template, methods] of Object.entries<object>(body.paths)) {
      if (!('get' in methods)) continue;
      const id = ids.find(([start]) => template.startsWith(start))?.[1] ?? values.id;
      const path = template.replace(/\{(\w+)\}/g, (_, name) =>
        encodeURIComponent(name === 'id' ? (id ?? '') : (values[name] ?? '')),
      );
      const query = template.endsWith('{viewId}')
        ? '?start=0&count=500'
        : template.endsWith('ordinal')
          ? '?seq=5'
          : '';
      const answer = await opened.api('GET', path + query);
      asked.push(template);
      const status = ofOthers.includes(template) ? answer.status : 200;
      expect([template, answer.status, leaksIn(answer.text)]).toEqual([template, status, []]);
    }
    expect(asked).toEqual(
      expect.arrayContaining([
        '/frames',
        '/frames/{seq}',
        '/captures/{id}/export',
        '/csms/attempts',
        '/csms/stations/{id}/operations/{operation}',
        '/csms/stations/{id}/configuration/snapshots/{snapshot}',
        '/fleets/{name}/members',
        '/scenario-runs/{id}',
        '/secrets',
        '/secrets/reveals',
      ]),
    );
  });

  it('by any frame, alone or in a list', async () => {
    const listed = await opened.api('GET', '/frames?limit=1000');
    expect(leaksIn(listed.text)).toEqual([]);
    const masked = listed.body.frames.filter((frame: { masked: boolean }) => frame.masked);
    expect(masked.length).toBeGreaterThanOrEqual(5);
    for (const { seq } of listed.body.frames) {
      const { text } = await opened.api('GET', `/frames/${seq}`);
      expect([seq, leaksIn(text)]).toEqual([seq, []]);
    }
  });

  it('by a filter that searches for it', async () => {
    const found = await opened.api('GET', `/frames?filter=${encodeURIComponent(`"${newKey}"`)}`);
    expect(leaksIn(found.text.replaceAll(encodeURIComponent(newKey), ''))).toEqual([]);
  });

  it('security-checklist 41 by the JUnit report of a scenario', async () => {
    const { body } = await opened.api('GET', `/scenario-runs/${made.run}`);
    const report = junitReport(scenarioRun.parse(body));
    expect(report).toContain('<failure');
    expect(leaksIn(report)).toEqual([]);
  });

  it('over the WebSocket', async () => {
    const socket = new WebSocket(`${opened.door.url.replace('http', 'ws')}/rpc`, [
      rpcSubprotocol,
      testToken,
    ]);
    sockets.push(socket);
    const received: string[] = [];
    socket.on('message', (data) => received.push(String(data)));
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
    const client: BenchClient = createORPCClient(link);
    await client.csms.stations();
    await client.csms.attempts();
    await client.chargePoints.list();
    const { frames } = await client.frames.list({ limit: 1000 });
    for (const { seq } of frames) await client.frames.get({ seq });
    const view = await client.frames.openView({});
    await client.frames.viewRows({ viewId: view.viewId, start: 0, count: 500 });
    expect(received.length).toBeGreaterThan(frames.length);
    expect(leaksIn(received.join(''))).toEqual([]);
  });

  it('A01.FR.09 in the program log', () => {
    expect(leaksIn(composed.log.join(''))).toEqual([]);
    const path = join(composed.folder, 'logs', 'benchpoint.log');
    const onDisk = statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : '';
    expect(leaksIn(onDisk)).toEqual([]);
  });

  it('in the export, which says that it is redacted', async () => {
    const { capture } = composed.bench.state().recording;
    const { text } = await opened.api('GET', `/captures/${capture}/export`);
    expect(leaksIn(text)).toEqual([]);
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ derivedFrom: { capture } });
    expect(text).toContain('"masked"');
  });

  it('sealed in the store: no file but the captures has it', () => {
    const files = readdirSync(composed.folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(composed.folder, name))
      .filter((path) => statSync(path).isFile() && !path.includes(`${join('/', 'captures')}`));
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) {
      expect([path, leaksIn(readFileSync(path).toString('latin1'))]).toEqual([path, []]);
    }
  });

  it('files are for this user only (39, 40)', () => {
    if (process.platform === 'win32') return;
    for (const name of readdirSync(composed.folder, { recursive: true, encoding: 'utf8' })) {
      const mode = statSync(join(composed.folder, name)).mode & 0o077;
      expect([name, mode]).toEqual([name, 0]);
    }
  });
});

describe('reveal', () => {
  it('of a frame gives it unmasked and is recorded', async () => {
    const { frames } = (await opened.api('GET', '/frames?limit=1000')).body;
    const masked = frames.find(
      ({ kind, station }: { kind: string; station?: string }) =>
        kind === 'upgrade-request' && station === 'CANARY-1',
    );
    const { body, text } = await opened.api('POST', `/frames/${masked.seq}/reveal`, {});
    expect(body.seq).toBe(masked.seq);
    expect(leaksIn(text).length).toBeGreaterThan(0);
    const recorded = await composed.frame(({ kind }) => kind === 'secret-revealed');
    expect(recorded.detail).toMatchObject({ what: 'frame', seq: masked.seq });
  });

  it('of a key gives it and is recorded', async () => {
    const { body } = await opened.api('POST', '/csms/stations/CANARY-1/authorization-key/reveal');
    expect(body).toMatchObject({ text: newKey, hex: Buffer.from(newKey).toString('hex') });
    const recorded = await composed.frame(
      ({ kind, station }) => kind === 'secret-revealed' && station === 'CANARY-1',
    );
    expect(recorded.detail).toMatchObject({ what: 'station' });
  });

  it('of anything is listed with who asked, by whichever door, and without the secret', async () => {
    await opened.api('POST', `/files/transfers/${made.transfer}/reveal`);
    const socket = new WebSocket(`${opened.door.url.replace('http', 'ws')}/rpc`, [
      rpcSubprotocol,
      testToken,
    ]);
    sockets.push(socket);
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
    const client: BenchClient = createORPCClient(link);
    await client.csms.revealAuthorizationKey({ id: 'CANARY-1' });
    const { body, text } = await opened.api('GET', '/secrets/reveals');
    expect(body.slice(0, 2)).toMatchObject([
      { what: 'station', subject: 'CANARY-1', by: { door: 'page' } },
      { what: 'transfer', subject: made.transfer, by: { door: 'api', address: '127.0.0.1' } },
    ]);
    expect(leaksIn(text)).toEqual([]);
    const recorded = await composed.frame(({ seq }) => seq === body[0].seq);
    expect(recorded.kind).toBe('secret-revealed');
  });
});
