/** The time server as a charger meets it: over real sockets, asked by a client made by hand. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  readTimestamp,
  writeTimestamp,
} from '../../electron/bench/names-and-time/time-messages.ts';
import type { TimeChanges } from '../../shared/api/names-and-time-contract.ts';
import { createServers, openUdpClient } from './support.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const nowMs = Date.parse('2026-11-22T10:00:00Z');

async function start(changes: TimeChanges = {}) {
  const servers = createServers({ nowMs: () => nowMs });
  open.push(servers);
  const { time } = await servers.surface.putTime({ enabled: true, port: 0, ...changes });
  expect(time.status).toBe('on');
  const client = openUdpClient(time.port);
  open.push(client);
  return { ...servers, client };
}

function request(theirTimeMs?: number, first = 0x23): Buffer {
  const bytes = Buffer.alloc(48);
  bytes.writeUInt8(first, 0);
  if (theirTimeMs !== undefined) writeTimestamp(bytes, 40, theirTimeMs);
  return bytes;
}

const timeOf = (answer: Buffer) => new Date(readTimestamp(answer, 40) ?? 0).toISOString();

describe('a charger that asks for the time', () => {
  it("gets the bench's clock, and its own clock is in the record and in the state", async () => {
    const { client, recorder, surface } = await start();
    const answer = await client.ask(request(12_000));
    expect(timeOf(answer)).toBe('2026-11-22T10:00:00.000Z');
    expect([answer[0], answer[1], answer.toString('latin1', 12, 16)]).toEqual([0x24, 1, 'LOCL']);
    const [seen] = recorder.of('time-query');
    expect(seen).not.toHaveProperty('flags');
    expect(seen?.detail).toMatchObject({
      ...{ outcome: 'answered', version: 4, mode: 3, offsetMs: 0 },
      ...{ theirTime: '1970-01-01T00:00:12.000Z', skewMs: 12_000 - nowMs },
    });
    expect(surface.state().time.clocks).toMatchObject([
      { from: '127.0.0.1', queries: 1, skewMs: 12_000 - nowMs },
    ]);
  });

  it('and does not tell its own, as many do, is not judged by it', async () => {
    const { client, surface } = await start();
    await client.ask(request());
    await client.ask(request());
    const [clock] = surface.state().time.clocks;
    expect(clock).toMatchObject({ queries: 2 });
    expect(clock).not.toHaveProperty('skewMs');
  });

  it('under an offset gets the moved clock, and the frame is flagged as tampered with', async () => {
    const yearMs = 31_536_000_000;
    const { client, recorder } = await start({
      ...{ offsetMs: yearMs, stratum: 3, referenceId: 'BNCH' },
    });
    const answer = await client.ask(request(nowMs));
    expect(timeOf(answer)).toBe('2027-11-22T10:00:00.000Z');
    expect([answer[1], answer.toString('latin1', 12, 16)]).toEqual([3, 'BNCH']);
    expect(recorder.of('time-query')).toMatchObject([
      { flags: ['tampered'], detail: { offsetMs: yearMs, stratum: 3 } },
    ]);
  });

  it('as a symmetric peer (mode 1) is answered in mode 2', async () => {
    const { client } = await start();
    expect((await client.ask(request(nowMs, 0x21)))[0]).toBe(0x22);
  });

  it('with rubbish gets nothing, and the server goes on', async () => {
    const { client, recorder } = await start();
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from([0x23]),
      request(0, 0x27),
      request(0, 0x24),
      Buffer.alloc(1200, 0xff),
    ])
      client.send(bytes);
    await client.ask(request(nowMs));
    expect(client.received).toHaveLength(1);
    expect(recorder.of('time-query').map(({ detail }) => detail.outcome)).toEqual([
      ...['malformed', 'malformed', 'malformed', 'malformed', 'malformed', 'answered'],
    ]);
  });
});
