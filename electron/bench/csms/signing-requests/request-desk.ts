/** What the parts of the desk for signing requests share. Types only. */
import type { Stations } from '../stations.ts';
import type { DeliveryParts } from './delivery.ts';
import type { SigningParts } from './signing.ts';
import type { KeptSigningPolicies } from './signing-policies.ts';

export interface RequestDesk extends DeliveryParts, SigningParts {
  policies: KeptSigningPolicies;
  stations: Pick<Stations, 'find'>;
  onError(error: unknown): void;
}
