import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ReadFrame } from '../../record/frame.ts';
import { connectionFailureCodes } from '../connection-words.ts';
import { autopsyOf } from './autopsy.ts';
import { autopsyText } from './autopsy-text.ts';
import { headlineOf, stepCodes, stepTitles, stepWords } from './autopsy-words.ts';
import { stepOfFailure } from './failure-step.ts';
import { stepIds } from './model.ts';
import { headerWords } from './step-words-upgrade.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.includes('words') && !name.includes('.test.'))
  .map((name) => readFileSync(folder + name, 'utf8'));

let seq = 0;
const frame = (kind: string, detail: unknown, more: Partial<ReadFrame> = {}): ReadFrame => {
  seq += 1;
  return {
    ...{ seq, wallUs: 1_763_850_000_000_000, monoUs: seq, run: 'r1', role: 'csms' },
    ...{ connection: 1, kind, detail },
    ...more,
  };
};

const read = (frames: ReadFrame[], queries: ReadFrame[] = []) =>
  autopsyOf({ frames, queries, certificateOf: () => undefined });

const opened = () =>
  frame('connection-opened', {
    local: { address: '192.0.2.1', port: 443 },
    remote: { address: '192.0.2.7', port: 50_000 },
    listener: 'main',
  });

const hello = (more: Record<string, unknown> = {}, base64?: string) =>
  frame(
    'client-hello',
    {
      ...{ recordVersion: 'TLS 1.0', legacyVersion: 'TLS 1.2', versions: ['TLS 1.2'] },
      suites: [{ id: 0xc02b, name: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' }],
      ...{ groups: [], signatureSchemes: [], applicationProtocols: [] },
      ...{ compressionMethods: [0], extensions: [], byteLength: 100 },
      ...more,
    },
    base64 === undefined ? {} : { base64 },
  );

const request = (headers: [string, string][], station = 'CP1') =>
  frame(
    'upgrade-request',
    { method: 'GET', target: `/${station}`, httpVersion: '1.1', headers },
    { station, sender: 'charge-point', direction: 'in' },
  );

describe('an autopsy', () => {
  it('has a title for each step, and words for each code that a step can have', () => {
    const used = sources.flatMap((text) =>
      [
        ...text.matchAll(
          /(?:step\(\s*'[a-z-]+',\s*[^,]+,|judged\([^,]+,|clockBy\()\s*'([a-z0-9-]+)'/g,
        ),
      ].map(([, code = '']) => code),
    );
    expect(used.length).toBeGreaterThan(20);
    const known = new Set([...stepCodes, ...connectionFailureCodes]);
    expect(used.filter((code) => !known.has(code))).toEqual([]);
    expect(Object.keys(stepTitles).sort()).toEqual([...stepIds].sort());
  });

  it('has words for each verdict on a header', () => {
    const used = sources.flatMap((text) =>
      [...text.matchAll(/'(header-[a-z-]+)'/g)].map(([, code = '']) => code),
    );
    expect(used.length).toBeGreaterThan(15);
    expect(used.filter((code) => !Object.hasOwn(headerWords, code))).toEqual([]);
  });

  it('puts every failure that has words at a step', () => {
    for (const code of connectionFailureCodes) {
      for (const stage of ['name', 'tcp', 'first-byte', 'tls', 'upgrade'] as const) {
        expect(stepIds).toContain(stepOfFailure({ stage, code, side: 'unknown' }));
      }
    }
  });

  it('of nothing at all says that nothing is known', () => {
    const autopsy = read([]);
    expect(autopsy).toMatchObject({ ending: 'begun', steps: expect.any(Array) });
    expect(autopsy.steps.some(({ tone }) => tone === 'green' || tone === 'red')).toBe(false);
    expect(headlineOf(autopsy).what).toBe('On its way');
  });

  it('of frames that another program wrote never throws, and takes nothing from them that does not fit', () => {
    const strange: unknown[] = [undefined, null, 7, 'text', [], { code: 1 }, { headers: 'no' }];
    for (const detail of strange) {
      const kinds = [
        ...['connection-opened', 'client-hello', 'tls-message', 'tls-established', 'message'],
        ...[
          'connection-failed',
          'upgrade-request',
          'upgrade-response',
          'connection-closed',
          'later',
        ],
      ];
      const autopsy = read(kinds.map((kind) => frame(kind, detail)));
      expect(autopsy.steps.length).toBeGreaterThan(5);
      expect(autopsyText(autopsy, { capture: 'c', connection: 1, at: '' }).length).toBeGreaterThan(
        5,
      );
    }
  });

  it('names a failure of a later program as it is', () => {
    const failed = frame('connection-failed', { stage: 'tls', code: 'new-code', side: 'csms' });
    const autopsy = read([opened(), hello(), failed]);
    expect(autopsy.steps.find(({ id }) => id === 'tls')).toMatchObject({
      tone: 'red',
      code: 'new-code',
    });
    expect(headlineOf(autopsy).what).toContain('new-code');
  });

  it('A00.FR.318 asks for both suites of a pair', () => {
    const step = read([opened(), hello()]).steps.find(({ id }) => id === 'offered-suites');
    expect(step).toMatchObject({ tone: 'amber', code: 'suites-half-a-pair' });
  });

  it('A00.FR.320 marks compression, A00.FR.312 versions below 1.2', () => {
    const { steps } = read([
      opened(),
      hello({ compressionMethods: [1, 0], versions: ['TLS 1.2', 'TLS 1.1'] }),
    ]);
    expect(steps.find(({ id }) => id === 'offered-compression')?.tone).toBe('amber');
    expect(steps.find(({ id }) => id === 'offered-version')).toMatchObject({
      tone: 'amber',
      code: 'version-also-low',
    });
  });

  it('reads the clock of an old TLS library from its hello, and calls 1970 a mere hint', () => {
    const withTime = (seconds: number) => {
      const bytes = Buffer.from([
        0x16,
        3,
        1,
        0,
        60,
        1,
        0,
        0,
        56,
        3,
        3,
        0,
        0,
        0,
        0,
        ...Array(40).fill(1),
      ]);
      bytes.writeUInt32BE(seconds, 11);
      return read([opened(), hello({}, bytes.toString('base64'))]).steps.find(
        ({ id }) => id === 'clock',
      );
    };
    expect(withTime(1_763_850_000 + 7200)).toMatchObject({
      tone: 'amber',
      code: 'clock-by-hello',
      parameters: { skewMs: 7_200_000 },
    });
    expect(withTime(300)).toMatchObject({ tone: 'unknown', code: 'clock-maybe-1970' });
    expect(withTime(3_000_000_000)).toMatchObject({ tone: 'unknown', code: 'clock-not-told' });
  });

  it('takes the name and the time from queries to the bench’s own servers', () => {
    const { steps } = read(
      [opened()],
      [
        frame('name-query', { outcome: 'answered', name: 'csms.example', answers: ['192.0.2.1'] }),
        frame('time-query', { outcome: 'answered', skewMs: -86_400_000 }),
      ],
    );
    expect(steps[0]).toMatchObject({ id: 'name', tone: 'green', code: 'name-asked' });
    const clock = steps.find(({ id }) => id === 'clock');
    expect(clock).toMatchObject({ tone: 'amber', code: 'clock-by-time-query' });
    expect(clock === undefined ? '' : stepWords(clock).text).toContain('24 h behind');
  });

  it('A00.FR.204 tells credentials by their shape and lets nothing secret out', () => {
    const key = 'thirty-two-secret-bytes-of-a-key';
    const header = Buffer.from(`CP2:${key}`).toString('base64');
    const autopsy = read([
      opened(),
      request([
        ['Host', 'x'],
        ['Authorization', `Basic ${header}`],
        ['Cookie', 'session=topsecret'],
      ]),
    ]);
    const step = autopsy.steps.find(({ id }) => id === 'credentials');
    expect(step).toMatchObject({
      tone: 'amber',
      code: 'credentials-other-user',
      parameters: { passwordBytes: 32, userIsIdentity: false, hexText: false },
    });
    const all = JSON.stringify(autopsy);
    for (const secret of [key, header, 'topsecret']) expect(all).not.toContain(secret);
  });

  it('of a connection without TLS has no steps of TLS', () => {
    const { steps } = read([opened(), request([])]);
    expect(steps.map(({ id }) => id)).not.toContain('offered-suites');
    expect(steps.find(({ id }) => id === 'upgrade-headers')?.tone).toBe('red');
  });
});
