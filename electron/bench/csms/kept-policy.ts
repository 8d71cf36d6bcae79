/**
 * The policy of the CSMS as it is kept, and the revision that grows with everything the doors see of the role as a whole.
 * Knows nothing of what the policy says.
 */
import {
  type CsmsPolicy,
  type CsmsPolicyChanges,
  csmsPolicy,
} from '../../../shared/api/csms-policy.ts';
import type { Store } from '../store/store.ts';

export interface KeptPolicy {
  current(): CsmsPolicy;
  change(changes: CsmsPolicyChanges): void;
  revision(): number;
  /** Something else of the role changed. */
  touch(): void;
}

const setting = 'csms-policy';

export function keepPolicy(settings: Store['settings'], moved: () => void): KeptPolicy {
  const stored = csmsPolicy.safeParse(settings.read(setting) ?? {});
  let policy = stored.success ? stored.data : csmsPolicy.parse({});
  let revision = 0;
  function touch(): void {
    revision += 1;
    moved();
  }
  return {
    current: () => policy,
    change(changes) {
      policy = csmsPolicy.parse({ ...policy, ...changes });
      settings.write(setting, policy);
      touch();
    },
    revision: () => revision,
    touch,
  };
}
