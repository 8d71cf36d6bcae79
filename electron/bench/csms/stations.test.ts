import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore, type Store } from '../store/store.ts';
import { createStations } from './stations.ts';

let directory: string;
let store: Store;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  directory = mkdtempSync(join(tmpdir(), 'benchpoint-stations-'));
  const opened = openStore({ directory });
  if (!opened.ok) throw new Error(opened.problem.code);
  store = opened.value;
});
afterEach(() => {
  vi.useRealTimers();
  store.close();
  rmSync(directory, { recursive: true });
});

function tested() {
  const errors: unknown[] = [];
  const stations = createStations(store.stations, store.transactions, (error) =>
    errors.push(error),
  );
  return { stations, errors, stored: () => store.stations.all().map(({ id }) => id) };
}

describe('saving what stations say', () => {
  it('a thousand new stations share one commit', () => {
    const commits = vi.spyOn(store.stations, 'saveAll');
    const { stations, stored } = tested();
    for (let number = 0; number < 1000; number += 1) stations.obtain(`CP${number}`);
    expect(stored()).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(commits).toHaveBeenCalledTimes(1);
    expect(stored()).toHaveLength(1000);
  });

  it('what a person sets is saved at once', () => {
    const { stations, stored } = tested();
    stations.save(stations.obtain('CP1'));
    expect(stored()).toEqual(['CP1']);
  });

  it('a station that is deleted before its turn does not come back', () => {
    const { stations, stored } = tested();
    stations.obtain('CP1');
    stations.remove('CP1');
    stations.saveSoon(stations.obtain('CP2'));
    vi.advanceTimersByTime(100);
    expect(stored()).toEqual(['CP2']);
  });

  it('S12 what could not be saved is kept and tried again', () => {
    const { stations, stored, errors } = tested();
    const full = new Error('database or disk is full');
    vi.spyOn(store.stations, 'saveAll').mockImplementationOnce(() => {
      throw full;
    });
    stations.obtain('CP1');
    vi.advanceTimersByTime(100);
    expect(errors).toEqual([full]);
    expect(stored()).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(stored()).toEqual(['CP1']);
  });

  it('what waits is saved at the end, and what comes after the end at once', () => {
    const { stations, stored } = tested();
    const station = stations.obtain('CP1');
    stations.close();
    expect(stored()).toEqual(['CP1']);
    station.stored.vendor = 'Maker';
    stations.saveSoon(station);
    expect(store.stations.all()[0]?.vendor).toBe('Maker');
  });
});
