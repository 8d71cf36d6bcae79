/** Name server and time server in the whole bench: HTTP API, bench.yaml, the record as the doors show it. */
import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyBenchFile } from '../../electron/cli/apply-bench-file.ts';
import { parseBenchFile } from '../../electron/cli/bench-file.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';
import { openUdpClient } from './support.ts';

let composed: ComposedBench;
let opened: OpenedDoor;
beforeAll(async () => {
  composed = await startComposedBench();
  opened = await openTestDoor(composed);
});
afterAll(async () => {
  await opened.door.close();
  await composed.close();
});

function resolverAt(port: number): Resolver {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver;
}

describe('over the HTTP API', () => {
  it('both are off until they are switched on', async () => {
    const { status, body } = await opened.api('GET', '/names-and-time');
    expect(status).toBe(200);
    expect(body).toMatchObject({ names: { status: 'off' }, time: { status: 'off' } });
  });

  it('a name is set, asked for and found in the frames with its words', async () => {
    const put = await opened.api('PUT', '/names-and-time/names', {
      ...{ enabled: true, host: '127.0.0.1', port: 0 },
      names: [{ name: 'csms.example' }],
    });
    expect(put.body.names).toMatchObject({
      status: 'on',
      settings: { names: [{ name: 'csms.example', addresses: [] }] },
    });
    await resolverAt(put.body.names.port).resolve4('csms.example');
    const frame = await composed.frame(({ kind }) => kind === 'name-query');
    expect(frame).toMatchObject({ role: 'bench', direction: 'in', kind: 'name-query' });
    const off = await opened.api('PUT', '/names-and-time/names', { enabled: false });
    expect(off.body.names).toMatchObject({
      status: 'off',
      settings: { enabled: false, names: [{ name: 'csms.example' }] },
    });
  });

  it.each([
    ['names', { names: [{ name: 'two words' }] }],
    ['names', { names: [{ name: 'a.example', addresses: ['nowhere'] }] }],
    ['names', { port: 70_000 }],
    ['names', { unknown: true }],
    ['time', { stratum: 16 }],
    ['time', { referenceId: 'GPS' }],
    ['time', { offsetMs: 1e18 }],
  ])('%s refuses %j', async (server, body) => {
    const { status } = await opened.api('PUT', `/names-and-time/${server}`, body);
    expect(status).toBe(400);
  });

  it('a UDP port of ours is told apart from a free one', async () => {
    const put = await opened.api('PUT', '/names-and-time/time', {
      ...{ enabled: true, host: '127.0.0.1', port: 0 },
    });
    const { port } = put.body.time;
    const path = `/network/ports/${port}`;
    expect((await opened.api('GET', `${path}?protocol=udp`)).body.status).toBe('listening');
    expect((await opened.api('GET', path)).body.status).toBe('free');
    await opened.api('PUT', '/names-and-time/time', { enabled: false });
  });
});

it('bench.yaml switches on what it describes, and tells what cannot be had', async () => {
  const text = [
    'version: 1',
    'names:',
    '  host: 127.0.0.1',
    '  port: 0',
    '  names:',
    '    - name: "*.example"',
    '    - { name: files.example, addresses: [192.0.2.7] }',
    'time: { host: 192.0.2.99, offsetMs: 1000 }',
  ].join('\n');
  const loaded = parseBenchFile(text, join(composed.folder, 'bench.yaml'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem));
  expect(await applyBenchFile(composed.bench, loaded.value)).toMatchObject([
    { code: 'address-not-available', where: '192.0.2.99' },
  ]);
  const { names, time } = composed.bench.namesAndTime.state();
  expect([names.status, time.status]).toEqual(['on', 'failed']);
  const resolver = resolverAt(names.port);
  expect(await resolver.resolve4('any.example')).toEqual(['127.0.0.1']);
  expect(await resolver.resolve4('files.example')).toEqual(['192.0.2.7']);
});

it('an answer under an offset is flagged in the record', async () => {
  const { time } = await composed.bench.namesAndTime.putTime({
    ...{ enabled: true, host: '127.0.0.1', port: 0, offsetMs: 3_600_000 },
  });
  const client = openUdpClient(time.port);
  await client.ask(Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)]));
  client.close();
  expect(await composed.frame(({ kind }) => kind === 'time-query')).toMatchObject({
    tampered: true,
  });
});
