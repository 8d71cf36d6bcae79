import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatEnergy,
  formatExactTime,
  formatPower,
  formatTime,
} from './format.ts';

describe('formatting times', () => {
  it('keeps the microseconds that a Date would drop', () => {
    expect(formatExactTime('2026-11-22T14:03:05.123456Z', 'utc')).toBe(
      '2026-11-22 14:03:05.123456 UTC',
    );
  });

  it('shows milliseconds in lists, also when the text has no fraction', () => {
    expect(formatTime('2026-11-22T14:03:05.123456Z', 'utc')).toBe('14:03:05.123');
    expect(formatTime('2026-11-22T14:03:05Z', 'utc')).toBe('14:03:05.000');
  });

  it('gives a text that is no time back as it came', () => {
    expect(formatTime('yesterday', 'utc')).toBe('yesterday');
  });

  it('names the local offset in exact times', () => {
    expect(formatExactTime('2026-11-22T14:03:05.1Z', 'local')).toMatch(/\.100000 [+−]\d\d:\d\d$/);
  });
});

describe('formatting durations', () => {
  it.each([
    [0.25, '250 µs'],
    [12.44, '12.4 ms'],
    [250, '250 ms'],
    [1_250, '1.25 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [356_400_000, '4 d 3 h'],
    [-12.44, '−12.4 ms'],
  ])('%s ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatting sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_234, '1.2 kB'],
    [999_999, '1.0 MB'],
    [64_000_000, '64.0 MB'],
    [640_000_000, '640 MB'],
  ])('%s bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatting energy and power', () => {
  it('keeps single watt hours and turns to kilowatt hours above', () => {
    expect(formatEnergy(850)).toBe('850 Wh');
    expect(formatEnergy(12_345)).toBe('12.35 kWh');
    expect(formatEnergy(1_234_567)).toBe('1,234.6 kWh');
  });

  it('turns watts to kilowatts', () => {
    expect(formatPower(400)).toBe('400 W');
    expect(formatPower(11_040)).toBe('11.0 kW');
  });
});
