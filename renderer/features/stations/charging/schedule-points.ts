/** A charging schedule of OCPP 1.6 as a line over time, whoever sent it: what does not fit is left out. Pure. */

export interface Period {
  startS: number;
  limit: number;
  numberPhases?: number;
}

export interface Schedule {
  unit: string;
  periods: readonly Period[];
  durationS?: number;
  startSchedule?: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

function readPeriod(value: unknown): Period[] {
  if (!isRecord(value)) return [];
  const startS = finite(value.startPeriod);
  const limit = finite(value.limit);
  if (startS === undefined || limit === undefined) return [];
  const numberPhases = finite(value.numberPhases);
  return [{ startS, limit, ...(numberPhases === undefined ? {} : { numberPhases }) }];
}

/** Reads `chargingSchedule`; undefined when there is no period in it. */
export function readSchedule(value: unknown): Schedule | undefined {
  if (!isRecord(value)) return undefined;
  const listed: unknown = value.chargingSchedulePeriod;
  const periods = (Array.isArray(listed) ? listed.flatMap(readPeriod) : []).toSorted(
    (left, right) => left.startS - right.startS,
  );
  if (periods.length === 0) return undefined;
  const durationS = finite(value.duration);
  const { startSchedule, chargingRateUnit } = value;
  return {
    unit: typeof chargingRateUnit === 'string' ? chargingRateUnit : '',
    periods,
    ...(durationS === undefined ? {} : { durationS }),
    ...(typeof startSchedule === 'string' ? { startSchedule } : {}),
  };
}

const secondMs = 1_000;
const hourS = 3_600;

/** Steps: the limit at the beginning of each period, and at the end of the schedule. */
export function schedulePoints(
  { periods, durationS }: Schedule,
  startMs: number,
): readonly (readonly [number, number])[] {
  const last = periods.at(-1);
  if (last === undefined) return [];
  const endS = Math.max(durationS ?? last.startS + hourS, last.startS + 1);
  const points = periods.map(({ startS, limit }) => [startMs + startS * secondMs, limit] as const);
  return [...points, [startMs + endS * secondMs, last.limit]];
}
