/** Lanes and series stay bounded, and lose as little as possible. */
import { describe, expect, it } from 'vitest';
import { addStatusChange, emptyKnowledge } from './knowledge.ts';
import { addMeterValues, seriesOf } from './meter-series.ts';

const startMs = Date.UTC(2026, 10, 22);
const timeAt = (ms: number) => new Date(startMs + ms).toISOString();
const change = (ms: number, status: string) => ({ at: timeAt(ms), status, seq: 1 });

describe('lanes of connectors', () => {
  it('hold 2,000 changes together, the newest', () => {
    const knowledge = emptyKnowledge();
    for (let number = 0; number < 6000; number += 1) {
      const connectorId = number % 2;
      addStatusChange(knowledge, connectorId, change(number, `S${number}`));
    }
    const lanes = [...knowledge.lanes.values()];
    expect(lanes.map(({ length }) => length)).toEqual([1000, 1000]);
    expect(lanes[1]?.at(-1)?.status).toBe('S5999');
  });

  it('drop what is older than a day, but say in which state the day began', () => {
    const knowledge = emptyKnowledge();
    const hourMs = 3_600_000;
    for (const hour of [0, 1, 30]) {
      addStatusChange(knowledge, 1, change(hour * hourMs, `S${hour}`));
    }
    expect(knowledge.lanes.get(1)?.map(({ status }) => status)).toEqual(['S1', 'S30']);
  });

  it('do not grow by connectors that are made up', () => {
    const knowledge = emptyKnowledge();
    for (let id = 0; id < 10_000; id += 1) addStatusChange(knowledge, id, change(0, 'Available'));
    expect(knowledge.lanes.size).toBe(256);
  });
});

describe('series of a transaction', () => {
  const sample = (ms: number, value: string) => ({
    timestamp: timeAt(ms),
    sampledValue: [{ value, measurand: 'SoC' as const }],
  });

  it('are thinned out evenly and keep their whole length', () => {
    const transactions = new Map();
    for (let number = 0; number < 10_000; number += 1) {
      addMeterValues(transactions, 1, [sample(number * 1000, String(number))]);
    }
    const [series] = seriesOf(transactions.get(1));
    const points = series?.points ?? [];
    expect(points.length).toBeLessThan(1440);
    expect(points.length).toBeGreaterThan(600);
    const gaps = new Set(points.slice(1).map(([ms], index) => ms - (points[index]?.[0] ?? 0)));
    expect(gaps.size).toBe(1);
    expect(points[0]?.[1]).toBe(0);
    expect(points.at(-1)?.[1]).toBeGreaterThan(9900);
  });

  it('leave out what is no number, and come in the order of time', () => {
    const transactions = new Map();
    addMeterValues(transactions, 1, [sample(2000, '2'), sample(1000, '1'), sample(3000, 'x')]);
    expect(seriesOf(transactions.get(1))[0]?.points.map(([, value]) => value)).toEqual([1, 2]);
  });

  it('are kept of the last twenty transactions', () => {
    const transactions = new Map();
    for (let id = 0; id < 25; id += 1) addMeterValues(transactions, id, [sample(0, '1')]);
    expect([...transactions.keys()][0]).toBe(5);
  });
});
