/** How signing requests are decided, for all stations and for single ones, as it is kept. Decides nothing itself. */
import { z } from 'zod';
import {
  type SigningPolicies,
  type SigningPolicy,
  type SigningPolicyChanges,
  signingPolicy,
  signingPolicyChanges,
} from '../../../../shared/api/signing-requests-contract.ts';
import type { SettingStore } from '../../store/settings.ts';

export interface KeptSigningPolicies {
  state(): SigningPolicies;
  /** What holds for a station. */
  of(station: string): SigningPolicy;
  put(changes: SigningPolicyChanges): SigningPolicies;
  putStation(station: string, changes: SigningPolicyChanges): SigningPolicies;
  removeStation(station: string): SigningPolicies;
}

const setting = 'signing-policies';

const stored = z.object({
  policy: signingPolicy,
  stations: z.record(z.string(), signingPolicyChanges),
});

export function keepSigningPolicies(
  settings: SettingStore,
  moved: () => void,
): KeptSigningPolicies {
  const read = stored.safeParse(settings.read(setting));
  let policies: SigningPolicies = read.success
    ? read.data
    : { policy: signingPolicy.parse({}), stations: {} };

  function write(next: SigningPolicies): SigningPolicies {
    policies = next;
    settings.write(setting, next);
    moved();
    return next;
  }

  return {
    state: () => policies,
    of: (station) => signingPolicy.parse({ ...policies.policy, ...policies.stations[station] }),
    put: (changes) =>
      write({ ...policies, policy: signingPolicy.parse({ ...policies.policy, ...changes }) }),
    putStation: (station, changes) =>
      write({ ...policies, stations: { ...policies.stations, [station]: changes } }),
    removeStation(station) {
      const { [station]: _removed, ...stations } = policies.stations;
      return write({ ...policies, stations });
    },
  };
}
