/**
 * Charge point profiles: named settings, those that come with the program and those somebody saved. Keeps them;
 * what is made of them is up to others.
 */
import { z } from 'zod';
import { builtInProfiles } from '../../../../shared/api/built-in-profiles.ts';
import {
  type ChargePointProfile,
  type ChargePointProfileView,
  chargePointProfile,
} from '../../../../shared/api/charge-point-profiles-contract.ts';
import type { SettingStore } from '../../store/settings.ts';

export interface ChargePointProfiles {
  list(): ChargePointProfileView[];
  find(name: string): ChargePointProfile | undefined;
  put(name: string, settings: ChargePointProfile): ChargePointProfileView;
  /** false when there is none that was saved. */
  delete(name: string): boolean;
}

const settingName = 'charge-point-profiles';

/** Opens the profiles kept in the store. */
export function openChargePointProfiles(
  store: SettingStore,
  changed: () => void,
): ChargePointProfiles {
  const stored = z.record(z.string(), chargePointProfile).safeParse(store.read(settingName) ?? {});
  const saved = new Map(Object.entries(stored.success ? stored.data : {}));

  function keep(): void {
    store.write(settingName, Object.fromEntries(saved));
    changed();
  }

  return {
    list() {
      const all = new Map([...builtInProfiles, ...saved]);
      return [...all].map(([name, settings]) => ({ name, settings, builtIn: !saved.has(name) }));
    },
    find: (name) => saved.get(name) ?? builtInProfiles.get(name),
    put(name, settings) {
      saved.set(name, settings);
      keep();
      return { name, settings, builtIn: false };
    },
    delete(name) {
      const wasThere = saved.delete(name);
      if (wasThere) keep();
      return wasThere;
    },
  };
}
