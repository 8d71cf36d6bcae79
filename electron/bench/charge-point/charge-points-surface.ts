/** What the doors see of the charge point role: plain functions over the shapes of the contract. Types only. */
import type {
  ChargePointDetails,
  CompositeScheduleRequest,
  CompositeScheduleView,
} from '../../../shared/api/charge-point-details-contract.ts';
import type { ChargePointSecurity } from '../../../shared/api/charge-point-security-contract.ts';
import type {
  ChargePointAction,
  ChargePointRequest,
  ChargePointState,
} from '../../../shared/api/charge-points-contract.ts';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { FaultId } from '../../../shared/security/handshake-faults.ts';
import type { FaultChoice } from '../wire/handshake-fault.ts';

export interface ChargePointsSurface {
  list(): ChargePointState[];
  get(id: string): Outcome<ChargePointState>;
  put(id: string, request: ChargePointRequest): Promise<Outcome<ChargePointState>>;
  delete(id: string): Promise<boolean>;
  act(
    id: string,
    action: ChargePointAction,
  ): Promise<Outcome<{ state: ChargePointState; outcome?: unknown }>>;
  /** Whether the secrets of its TLS sessions go into the record, until the bench ends. */
  setKeyLog(id: string, on: boolean): Outcome<ChargePointState>;
  /**
   * Puts a fault in front of its Central System from the next connection on, or takes it away; with `reconnect` it
   * connects anew at once. Problems: `charge-point-unknown`, `fault-not-applicable`.
   */
  setFault(
    id: string,
    fault: FaultChoice | undefined,
    reconnect: boolean,
  ): Promise<Outcome<{ revocationListPem?: string }>>;
  /** The fault that is on, as soon as no change of this charge point is under way. */
  faultOf(id: string): Promise<FaultId | undefined>;
  /** Queue, lists, configuration keys, charging profiles. */
  details(id: string): Outcome<ChargePointDetails>;
  compositeSchedule(
    id: string,
    request: CompositeScheduleRequest,
  ): Promise<Outcome<CompositeScheduleView>>;
  /** Roots, certificates and security log. */
  security(id: string): Promise<Outcome<ChargePointSecurity>>;
  tryIt(request: {
    listener?: string;
    securityProfile: SecurityProfile;
  }): Promise<Outcome<ChargePointState>>;
}
