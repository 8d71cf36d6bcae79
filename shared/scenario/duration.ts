/** Lengths of time as scenarios have them: a number with its unit. Knows nothing of clocks. */
import { z } from 'zod';

const pattern = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/;

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `5s`, `1.5min`, `2h`, `1d` */
export const duration = z.string().regex(pattern, 'a time has a unit: 500ms, 5s, 2min, 1h');

/** Milliseconds; undefined when it is no duration. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit] = pattern.exec(text) ?? [];
  const factor = unit === undefined ? undefined : unitMs[unit];
  return factor === undefined ? undefined : Number(amount) * factor;
}
