/**
 * What a measurement is and what it reports; medians, shuffling and waiting, as all of them need it.
 * Knows nothing of what is measured.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One figure of the table. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** Absent for figures that only explain others. */
  budget?: { atLeast: number } | { atMost: number };
  /** How the value came about: the spread, the reference. */
  note?: string;
}

export interface MeasurementOptions {
  /** Shorter and less exact, to see that everything works. */
  quick: boolean;
  /** Says what is going on; goes to stderr. */
  progress(text: string): void;
}

/** Measures one thing; throws when it cannot. */
export type Measurement = (options: MeasurementOptions) => Promise<Figure[]>;

export function meetsBudget({ value, budget }: Figure): boolean {
  if (budget === undefined) return true;
  return 'atLeast' in budget ? value >= budget.atLeast : value <= budget.atMost;
}

/** The value below which `part` of the values lie. */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new Error('no values were measured');
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const place = last * part;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `0.61–0.74` */
export function spread(values: readonly number[], digits = 2): string {
  return `${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}`;
}

/** The values in a random order, so that what comes and goes on the machine meets all alike. */
export function shuffled<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

/** Runs with a new folder and removes it afterwards. */
export async function withFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
