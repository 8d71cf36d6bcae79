import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { NewFrame } from '../../../shared/record/frame.ts';
import { golden, goldenFrames } from '../../../tests/support/golden-record.ts';
import { checkCapture } from './chain-check.ts';
import { readFrameLine } from './frame-line.ts';
import { openJournal } from './journal.ts';

const folder = fs.mkdtempSync(join(os.tmpdir(), 'benchpoint-format-'));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const station = { role: 'csms', connection: 1, station: 'CP1' } as const;
const received = { ...station, direction: 'in', sender: 'charge-point' } as const;
const sent = { ...station, direction: 'out', sender: 'csms' } as const;

/** Frames of the kinds that format 1 has, in turns: the frames of a turn are one write. */
const turns: NewFrame[][] = [
  [
    {
      role: 'bench',
      kind: 'listener-started',
      detail: { listener: 'main', host: '::', port: 9001, securityProfiles: [1, 2] },
    },
    {
      role: 'bench',
      kind: 'listener-failed',
      detail: { listener: 'second', host: '0.0.0.0', port: 80, code: 'EACCES' },
    },
  ],
  [
    {
      role: 'csms',
      connection: 1,
      direction: 'in',
      sender: 'charge-point',
      kind: 'connection-opened',
      detail: {
        local: { address: '::1', port: 9001 },
        remote: { address: '::1', port: 50000 },
        listener: 'main',
      },
    },
    {
      role: 'csms',
      connection: 1,
      direction: 'in',
      sender: 'charge-point',
      kind: 'client-hello',
      detail: {
        recordVersion: 'TLS 1.0',
        legacyVersion: 'TLS 1.2',
        versions: ['TLS 1.2'],
        suites: [{ id: 0xc02b, name: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' }],
        groups: [{ id: 23, name: 'secp256r1' }],
        signatureSchemes: [],
        applicationProtocols: [],
        compressionMethods: [0],
        extensions: [10, 13],
        byteLength: 4,
      },
      base64: 'FgMBAA==',
    },
    {
      role: 'csms',
      connection: 1,
      kind: 'tls-established',
      detail: {
        version: 'TLS 1.2',
        suite: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
        suiteId: 0xc02b,
        serverKeyFamily: 'ecdsa',
        handshakeMs: 3.25,
      },
    },
  ],
  [
    {
      ...received,
      kind: 'upgrade-request',
      detail: {
        method: 'GET',
        target: '/ocpp/CP1',
        httpVersion: '1.1',
        headers: [['Authorization', 'Basic Q1AxOnNlY3JldA==']],
      },
    },
    {
      ...sent,
      kind: 'upgrade-response',
      detail: {
        status: 101,
        code: 'accepted',
        subprotocol: 'ocpp1.6',
        securityProfile: 2,
        headers: [['Sec-WebSocket-Protocol', 'ocpp1.6']],
      },
    },
  ],
  [
    { ...received, kind: 'message', text: '[2,"1","Heartbeat",{}]' },
    { ...sent, kind: 'message', text: '[3,"1",{"currentTime":"2023-11-14T22:13:20.000Z"}]' },
  ],
  [
    { ...received, kind: 'message', text: 'é "\\\u0000\u2028\u{1f50c}\n', flags: ['lenient'] },
    { ...received, kind: 'message', detail: { binary: true }, base64: '/wA=' },
    { ...sent, kind: 'message', text: '[2,"2"', flags: ['tampered', 'lenient'] },
    {
      role: 'csms',
      leg: 'csms-side',
      station: 'Ladesäule "7"',
      connection: 2,
      direction: 'in',
      kind: 'ping',
      text: '',
    },
    { ...sent, kind: 'pong', base64: '/w==' },
    {
      ...sent,
      kind: 'call-timeout',
      detail: { messageId: '2', action: 'Reset', timeoutMs: 30000 },
    },
  ],
  [
    {
      ...received,
      kind: 'protocol-error',
      detail: { code: 'invalid-utf-8', closeCode: 1007, raw: 'Invalid WebSocket frame' },
      base64: 'gYIAAAAA//8=',
    },
    { ...sent, kind: 'close', detail: { code: 1007 } },
    { ...received, kind: 'close', detail: {} },
    {
      ...station,
      kind: 'connection-closed',
      detail: { code: 'closed', bytesIn: 300, bytesOut: 200, durationMs: 12.5 },
    },
  ],
  [
    {
      role: 'charge-point',
      connection: 3,
      kind: 'connection-failed',
      detail: {
        stage: 'tls',
        code: 'unknown-authority',
        side: 'charge-point',
        alert: { number: 48, name: 'unknown_ca', sentBy: 'charge-point' },
      },
    },
    { role: 'bench', kind: 'secret-revealed', detail: { what: 'frame', seq: 7 } },
    { role: 'bench', kind: 'clock-jump', detail: { byMs: -3600000, pausedMs: 12000 } },
    { role: 'bench', kind: 'gap', detail: { frames: 3, reason: 'ENOSPC' } },
    { role: 'bench', kind: 'listener-stopped', detail: { listener: 'main' } },
  ],
  // Kinds that came later stand behind, so that what was written before stays as it is.
  [
    {
      role: 'bench',
      kind: 'key-log-switched',
      detail: { of: 'listener', name: 'main', on: true },
    },
    {
      role: 'charge-point',
      connection: 4,
      direction: 'out',
      kind: 'name-lookup',
      detail: { host: 'csms.example', addresses: ['192.0.2.1'], durationMs: 1.5 },
    },
    {
      role: 'charge-point',
      connection: 4,
      direction: 'out',
      kind: 'tcp-connect',
      detail: {
        remote: { address: '192.0.2.1', port: 443 },
        durationMs: 250,
        error: 'ECONNREFUSED',
      },
    },
    {
      role: 'charge-point',
      connection: 4,
      direction: 'in',
      sender: 'csms',
      kind: 'tls-message',
      detail: {
        message: 'server-hello',
        version: 'TLS 1.2',
        suite: { id: 0xc02b, name: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' },
        compressionMethod: 0,
        extensions: [65281],
      },
      base64: 'AgAAAA==',
    },
    {
      role: 'charge-point',
      connection: 4,
      kind: 'tls-keys',
      detail: { labels: ['CLIENT_RANDOM'] },
      text: 'CLIENT_RANDOM 00 00',
    },
  ],
  [
    {
      role: 'bench',
      kind: 'fault-switched',
      detail: { of: 'listener', name: 'main', fault: 'expired' },
    },
  ],
  [
    {
      role: 'csms',
      kind: 'listener-certificates',
      detail: {
        listener: 'main',
        cause: 'renewed',
        certificates: [
          {
            family: 'ecdsa',
            subject: 'CN=bench.example, O=Benchpoint CPO',
            serialNumber: '0A1B2C3D',
            notAfter: '2024-11-14T22:13:20.000Z',
            fingerprintSha256: '0F'.repeat(32),
          },
        ],
      },
    },
  ],
];

async function writeCapture(directory: string): Promise<void> {
  let monoUs = 5_000_000;
  const opened = openJournal({
    directory,
    captureId: '20231114-221320-golden',
    runId: '20231114-221320-1',
    tool: 'benchpoint 0.1.0',
    runtime: 'Node 24.21.0',
    tls: 'OpenSSL 3.5.8',
    platform: 'linux x64',
    segmentBytes: 5000,
    time: { monoUs: () => monoUs, wallUs: () => monoUs + 1_699_999_999_000_000 },
  });
  if (!opened.ok) throw new Error(opened.problem.code);
  for (const turn of turns) {
    for (const frame of turn) {
      monoUs += 137;
      opened.value.append(frame);
    }
    await new Promise<void>((resolve) => opened.value.afterWrite(resolve));
  }
  await opened.value.close();
}

describe('record format 1', () => {
  it('is written byte for byte as the golden files have it', async () => {
    const directory = join(folder, 'capture');
    await writeCapture(directory);
    const names = fs.readdirSync(directory).sort();
    expect(names).toEqual(fs.readdirSync(golden).sort());
    for (const name of names) {
      expect(fs.readFileSync(join(directory, name), 'utf8')).toBe(
        fs.readFileSync(join(golden, name), 'utf8'),
      );
    }
  });

  it('is read back as it was handed in', () => {
    const lines = fs
      .readdirSync(golden)
      .sort()
      .flatMap((name) =>
        fs.readFileSync(join(golden, name), 'utf8').trimEnd().split('\n').slice(1),
      );
    const frames = lines.map(readFrameLine).slice(1, -1);
    for (const [index, frame] of turns.flat().entries()) {
      expect(frames[index]).toMatchObject(frame);
    }
  });

  it('has a chain in the golden files that the check and the script of the guide find whole', async () => {
    const guide = fs.readFileSync(
      fileURLToPath(new URL('../../../docs/guide/record-format.md', import.meta.url)),
      'utf8',
    );
    const script = join(folder, 'check.mjs');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(script, /```js\n(.*?)```/s.exec(guide)?.[1] ?? '');
    const printed = execFileSync(process.execPath, [script, golden], { encoding: 'utf8' }).trim();
    expect(await checkCapture(golden)).toEqual({
      intact: true,
      frames: goldenFrames,
      chainHead: printed,
    });
    expect(printed).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps kinds and fields of a later program', () => {
    const line =
      '{"seq":1,"wallUs":2,"monoUs":3,"run":"r","role":"proxy","kind":"teleported","to":"moon"}';
    expect(readFrameLine(line)).toEqual(JSON.parse(line));
  });

  it.each([
    '',
    'null',
    '[]',
    '{"seq":1}',
    '{"seq":"1","wallUs":2,"monoUs":3,"run":"r","role":"b"}',
  ])('does not take %s for a frame', (line) => {
    expect(readFrameLine(line)).toBeUndefined();
  });
});
