/** What the doors see of the CSMS role: plain functions over the shapes of the contract. Types only. */
import type {
  CallOutcome,
  CallRequest,
  CsmsPolicy,
  CsmsRequest,
  CsmsState,
  IdTagRequest,
  IdTagState,
  ListenerSettings,
  RefusedAttempt,
  StationRequest,
  StationState,
} from '../../../shared/api/csms-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';

export interface CsmsSurface {
  state(): CsmsState;
  configure(request: CsmsRequest): Promise<CsmsState>;
  stop(): Promise<CsmsState>;
  startListener(settings: ListenerSettings): Promise<CsmsState>;
  stopListener(id: string): Promise<Outcome<CsmsState>>;
  setPolicy(policy: Partial<CsmsPolicy>): CsmsState;
  stations(): StationState[];
  station(id: string): Outcome<StationState>;
  putStation(id: string, request: StationRequest): Outcome<StationState>;
  deleteStation(id: string): boolean;
  disconnectStation(id: string): Outcome<StationState>;
  call(id: string, request: CallRequest): Promise<Outcome<CallOutcome>>;
  revealAuthorizationKey(id: string): Outcome<{ hex: string; text?: string }>;
  idTags(): IdTagState[];
  putIdTag(idTag: string, request: IdTagRequest): IdTagState;
  deleteIdTag(idTag: string): boolean;
  attempts(): RefusedAttempt[];
  adopt(seq: number): Outcome<StationState>;
}
