import { describe, expect, it } from 'vitest';
import { judgeEndpoint } from './judge-endpoint.ts';
import { everySuite, type ProbeFacts, suiteDrawers, suitesIn } from './probe-facts.ts';
import { changedLines, type ProbeLine, summariseProfiles } from './probe-line.ts';
import { probeLineWords, probeMarkdown, spokenLines, summaryText } from './probe-words.ts';

const facts: ProbeFacts = {
  scheme: 'wss',
  host: 'csms.example',
  given: { identity: false, password: false, certificate: false },
  nowMs: 0,
  tcp: { ok: true, address: '192.0.2.1', connectMs: 1, code: '', evidence: [1] },
  tls: { outcome: 'refused', how: 'alert', alert: 70, evidence: [2] },
  versions: {},
  otherLegacy: {},
  suites: {},
  drawers: {},
  chains: [],
  upgrades: {},
};

const line = (changes: Partial<ProbeLine>): ProbeLine => ({
  id: 'tls-1.2',
  group: 'versions',
  profiles: [2, 3],
  weight: 'must',
  verdict: 'holds',
  clause: '',
  finding: 'accepted',
  parameters: {},
  evidence: [],
  ...changes,
});

describe('suites in drawers', () => {
  it('each suite is in one drawer, and none of the whitepaper is in any', () => {
    const all = suiteDrawers.flatMap(suitesIn);
    expect(new Set(all).size).toBe(all.length);
    for (const id of [0xc02b, 0xc02c, 0x009c, 0x009d]) {
      expect(all).not.toContain(id);
      expect(everySuite()).toContain(id);
    }
  });
});

describe('words of a probe', () => {
  it('every line of an endpoint nobody asked yet has words', () => {
    const lines = judgeEndpoint(facts);
    expect(lines.length).toBeGreaterThan(25);
    expect(lines.map(({ id }) => id).filter((id) => !spokenLines.includes(id))).toEqual([]);
    for (const one of lines) expect(probeLineWords(one).found).not.toBe('');
  });

  it('a line of a later program is shown as it is', () => {
    expect(probeLineWords(line({ id: 'new-line', finding: 'odd' }))).toMatchObject({
      line: 'new-line',
      found: 'odd.',
    });
  });

  it('what holds needs no advice', () => {
    expect(probeLineWords(line({}))).toMatchObject({ why: '', change: '' });
    expect(probeLineWords(line({ verdict: 'breaks' })).change).not.toBe('');
  });

  it('Markdown keeps what came from outside in its cell', () => {
    const parameters = { version: 'TLS | 1.2\n', suite: 'x' };
    const text = probeMarkdown({
      title: 'Probe of a|b',
      at: 'now',
      summaries: [],
      lines: [line({ parameters })],
    });
    expect(text).toContain('TLS \\| 1.2 , x');
    expect(text.split('\n').filter((row) => row.startsWith('| TLS 1.2'))).toHaveLength(1);
  });
});

describe('summaries and comparison', () => {
  it('must alone decides, a break before what is not seen', () => {
    const lines = [
      line({}),
      line({ id: 'a', verdict: 'breaks', weight: 'should' }),
      line({ id: 'b', verdict: 'unseen', profiles: [2] }),
      line({ id: 'c', verdict: 'breaks', profiles: [3] }),
      line({ id: 'd', verdict: 'unseen', profiles: [3] }),
    ];
    const summaries = summariseProfiles(lines);
    expect(summaries.map(({ verdict }) => verdict)).toEqual([
      'not-probed',
      'not-probed',
      'unseen',
      'breaks',
    ]);
    const [, , second, third] = summaries;
    expect(second && summaryText(second)).toContain('1 line cannot be seen');
    expect(third && summaryText(third)).toContain('breaks, by 1 line');
  });

  it('what changed is told by verdict or finding, per line and variant', () => {
    const before = [line({ variant: 'x' }), line({ variant: 'y' }), line({ variant: 'gone' })];
    const after = [line({ variant: 'x' }), line({ variant: 'y', finding: 'alert' }), line({})];
    expect(changedLines(before, after).map(({ after: now }) => now.variant)).toEqual(['y']);
  });
});
