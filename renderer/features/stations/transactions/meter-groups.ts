/** Puts the meter series of a transaction together to charts: one for each kind and unit. Pure; knows no screen. */
import type { MeterSeries } from '../../../../shared/api/csms-station-contract.ts';

const meterKinds = ['power', 'energy', 'current', 'soc', 'voltage', 'other'] as const;
export type MeterKind = (typeof meterKinds)[number];

export interface MeterGroup {
  kind: MeterKind;
  unit: string;
  lines: { name: string; points: readonly (readonly [number, number])[] }[];
}

function kindOf({ measurand }: MeterSeries): MeterKind {
  if (measurand.startsWith('Power.') && measurand !== 'Power.Factor') return 'power';
  if (measurand.startsWith('Energy.')) return 'energy';
  if (measurand.startsWith('Current.')) return 'current';
  if (measurand === 'SoC') return 'soc';
  return measurand === 'Voltage' ? 'voltage' : 'other';
}

const shownUnits: Readonly<Record<string, string>> = { Percent: '%' };

function nameOf({ measurand, phase, location }: MeterSeries): string {
  const place = location === undefined || location === 'Outlet' ? undefined : location;
  return [measurand, phase, place].filter((part) => part !== undefined).join(' ');
}

/** In the order in which people look at them: power first. */
export function meterGroups(series: readonly MeterSeries[]): readonly MeterGroup[] {
  const groups = new Map<string, MeterGroup>();
  for (const one of series) {
    if (one.points.length === 0) continue;
    const kind = kindOf(one);
    const unit = shownUnits[one.unit ?? ''] ?? one.unit ?? '';
    const key = `${kind} ${unit}`;
    const group = groups.get(key) ?? { kind, unit, lines: [] };
    group.lines.push({ name: nameOf(one), points: one.points });
    groups.set(key, group);
  }
  return [...groups.values()].toSorted(
    (left, right) => meterKinds.indexOf(left.kind) - meterKinds.indexOf(right.kind),
  );
}
