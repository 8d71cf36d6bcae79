/** A composite schedule as the outline of a chart. Pure; in shares of 100 in both directions, zero at the bottom. */
import type { CompositeScheduleView } from '../../../../shared/api/charge-point-details-contract.ts';

export interface ScheduleOutline {
  /** The highest limit, at least 1: the top of the chart. */
  top: number;
  /** SVG path of the limit, a step at each change. */
  line: string;
  /** The same, closed along the bottom. */
  area: string;
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

export function scheduleOutline({ periods, durationS }: CompositeScheduleView): ScheduleOutline {
  const top = Math.max(1, ...periods.map(({ limit }) => limit));
  const x = (seconds: number): string => rounded((Math.min(seconds, durationS) / durationS) * 100);
  const y = (limit: number): string => rounded(100 - (limit / top) * 100);
  const steps = periods.map(({ startPeriodS, limit }, index) => {
    const move =
      index === 0 ? `M${x(startPeriodS)} ${y(limit)}` : `H${x(startPeriodS)}V${y(limit)}`;
    return move;
  });
  const [first] = periods;
  if (first === undefined) return { top, line: '', area: '' };
  const line = `${steps.join('')}H100`;
  return { top, line, area: `${line}V100H${x(first.startPeriodS)}Z` };
}
