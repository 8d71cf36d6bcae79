/**
 * Times, durations and sizes as people read them: the one place that turns numbers into such text.
 * Knows no screen; which clock to show is passed in.
 */
export type TimeDisplay = 'local' | 'utc';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Microseconds within the second of an RFC 3339 text, as six digits. */
function microseconds(at: string): string {
  const fraction = /\.(\d+)/.exec(at)?.[1] ?? '';
  return fraction.slice(0, 6).padEnd(6, '0');
}

function dayAndTime(date: Date, display: TimeDisplay): { day: string; time: string } {
  const utc = display === 'utc';
  const year = utc ? date.getUTCFullYear() : date.getFullYear();
  const month = (utc ? date.getUTCMonth() : date.getMonth()) + 1;
  const day = utc ? date.getUTCDate() : date.getDate();
  const hours = utc ? date.getUTCHours() : date.getHours();
  const minutes = utc ? date.getUTCMinutes() : date.getMinutes();
  const seconds = utc ? date.getUTCSeconds() : date.getSeconds();
  return {
    day: `${year}-${pad(month, 2)}-${pad(day, 2)}`,
    time: `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}`,
  };
}

/** `14:03:05.123` for lists; the text itself when it is no time. */
export function formatTime(at: string, display: TimeDisplay): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  return `${dayAndTime(date, display).time}.${microseconds(at).slice(0, 3)}`;
}

/** `2026-11-22 14:03:05.123456 UTC` or with the local offset, to the microsecond. */
export function formatExactTime(at: string, display: TimeDisplay): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const { day, time } = dayAndTime(date, display);
  return `${day} ${time}.${microseconds(at)} ${display === 'utc' ? 'UTC' : offsetOf(date)}`;
}

/** `2026-11-22 14:03:05` without fraction, for what people did or when something begins. */
export function formatDateTime(at: string, display: TimeDisplay): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const { day, time } = dayAndTime(date, display);
  return `${day} ${time}${display === 'utc' ? ' UTC' : ''}`;
}

function offsetOf(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const sign = minutes < 0 ? '−' : '+';
  const absolute = Math.abs(minutes);
  return `${sign}${pad(Math.floor(absolute / 60), 2)}:${pad(absolute % 60, 2)}`;
}

/** `850 µs`, `12.4 ms`, `1.25 s`, `3 min 05 s`, `2 h 10 min`, `4 d 3 h`. Takes milliseconds. */
export function formatDuration(durationMs: number): string {
  const sign = durationMs < 0 ? '−' : '';
  const ms = Math.abs(durationMs);
  if (ms < 1) return `${sign}${Math.round(ms * 1000)} µs`;
  if (ms < 100) return `${sign}${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${sign}${Math.round(ms)} ms`;
  if (ms < 60_000) return `${sign}${(ms / 1_000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${sign}${Math.floor(seconds / 60)} min ${pad(seconds % 60, 2)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return `${sign}${Math.floor(minutes / 60)} h ${pad(minutes % 60, 2)} min`;
  const hours = Math.round(minutes / 60);
  return `${sign}${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const byteUnits = ['kB', 'MB', 'GB', 'TB'];

/** `812 B`, `1.2 kB`, `64.0 MB`: powers of 1000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.95 && unit < byteUnits.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${byteUnits[unit]}`;
}

/** `1,234,567` */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US');
}

/** `850 Wh`, `12.35 kWh`. Takes watt hours. */
export function formatEnergy(wattHours: number): string {
  if (Math.abs(wattHours) < 1_000) return `${Math.round(wattHours)} Wh`;
  const kilowattHours = wattHours / 1_000;
  return `${formatCount(Number(kilowattHours.toFixed(Math.abs(kilowattHours) < 100 ? 2 : 1)))} kWh`;
}

/** `850 W`, `11.0 kW`. Takes watts. */
export function formatPower(watts: number): string {
  if (Math.abs(watts) < 1_000) return `${Math.round(watts)} W`;
  return `${(watts / 1_000).toFixed(1)} kW`;
}
