/** The bench's settings: read from the store with defaults of this machine, written back whole. */
import { hostname } from 'node:os';
import { type Settings, settings as settingsSchema } from '../../shared/api/bench-contract.ts';
import type { SettingStore } from './store/settings.ts';

const settingName = 'bench-settings';

export interface BenchSettings {
  current(): Settings;
  put(patch: Partial<Settings>): Settings;
}

export function openSettings(store: SettingStore): BenchSettings {
  const stored = store.read(settingName);
  const defaults = { hostName: hostname().toLowerCase() };
  const parsed = settingsSchema.safeParse(
    typeof stored === 'object' && stored !== null ? { ...defaults, ...stored } : defaults,
  );
  // A value that an older program wrote and this one does not know: start from the defaults.
  let current = parsed.success ? parsed.data : settingsSchema.parse(defaults);
  return {
    current: () => current,
    put(patch) {
      current = settingsSchema.parse({ ...current, ...patch });
      store.write(settingName, current);
      return current;
    },
  };
}
