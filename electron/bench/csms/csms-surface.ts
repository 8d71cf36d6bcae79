/** What the doors see of the CSMS role: plain functions over the shapes of the contract. Types only. */

import type {
  AttemptCompareRequest,
  CompareRequest,
  SentCredentials,
} from '../../../shared/api/credentials-contract.ts';
import type { AnswerRule, AnswerRuleState } from '../../../shared/api/csms-answers-contract.ts';
import type {
  AdoptRequest,
  CallOutcome,
  CallRequest,
  CsmsRequest,
  CsmsState,
  IdTagRequest,
  IdTagState,
  ListenerSettings,
  RefusedAttempt,
  StationRequest,
  StationState,
} from '../../../shared/api/csms-contract.ts';
import type {
  OperationRequest,
  OperationState,
  Recovery,
} from '../../../shared/api/csms-operations-contract.ts';
import type { CsmsPolicyChanges } from '../../../shared/api/csms-policy.ts';
import type {
  CompositeSchedule,
  ConfigurationChange,
  ConfigurationDifference,
  ConfigurationSnapshot,
  ConfigurationSnapshotHead,
  InstalledCertificates,
  LocalListState,
  ReceivedSecurityEvent,
  RecentCall,
  SavedPayload,
  StationKnowledge,
  TransactionMeter,
} from '../../../shared/api/csms-station-contract.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { CredentialsDiagnosis } from '../../../shared/security/basic-diagnosis.ts';
import type { Listeners } from './listeners.ts';
import type { SigningRequestsSurface } from './signing-requests/surface.ts';

export interface AnswersSurface {
  answers(): AnswerRuleState[];
  addAnswer(rule: AnswerRule): AnswerRuleState;
  putAnswer(id: string, rule: AnswerRule): AnswerRuleState;
  deleteAnswer(id: string): boolean;
  /** How many there were. */
  deleteAnswers(): number;
  /** Puts these in place of all there are. */
  replaceAnswers(rules: readonly AnswerRule[]): void;
}

export interface ConfigurationComparison {
  left: ConfigurationSnapshotHead & { station: string };
  right: ConfigurationSnapshotHead & { station: string };
  differences: ConfigurationDifference[];
  same: number;
}

/** Problems of all: `station-unknown`. What asks the station also knows `station-not-connected`. */
export interface StationKnowledgeSurface {
  knowledge(id: string): Outcome<StationKnowledge>;
  transactionMeter(id: string, transactionId: number): Outcome<TransactionMeter>;
  securityEvents(id: string, limit: number): Outcome<ReceivedSecurityEvent[]>;
  readConfiguration(id: string): Promise<Outcome<ConfigurationSnapshot>>;
  configurationSnapshot(id: string, snapshot: number): Outcome<ConfigurationSnapshot>;
  changeConfiguration(
    id: string,
    change: { key: string; value: string },
  ): Promise<Outcome<ConfigurationChange>>;
  compareConfiguration(
    id: string,
    other: {
      snapshot?: number | undefined;
      otherSnapshot?: number | undefined;
      otherStation?: string | undefined;
    },
  ): Outcome<ConfigurationComparison>;
  readLocalListVersion(id: string): Promise<Outcome<LocalListState>>;
  readCompositeSchedule(
    id: string,
    request: { connectorId: number; duration: number; chargingRateUnit?: 'A' | 'W' | undefined },
  ): Promise<Outcome<CompositeSchedule>>;
  readCertificates(id: string): Promise<Outcome<InstalledCertificates>>;
  recentCalls(id: string, action: string | undefined): Outcome<RecentCall[]>;
  savedPayloads(action: string | undefined): SavedPayload[];
  savePayload(payload: SavedPayload): SavedPayload;
  deletePayload(action: string, name: string): boolean;
}

export interface OperationsSurface {
  operations(id: string): Outcome<OperationState[]>;
  operation(id: string, operation: string): Outcome<OperationState>;
  startOperation(id: string, request: OperationRequest): Outcome<OperationState>;
  cancelOperation(id: string, operation: string): Outcome<OperationState>;
  recoverOperation(id: string, operation: string, recovery: Recovery): Outcome<OperationState>;
}

export interface CredentialsSurface {
  /** Problem: `station-unknown`. */
  compareCredentials(id: string, request: CompareRequest): Outcome<CredentialsDiagnosis>;
  /** Problems: `attempt-unknown`, `station-unknown`. */
  compareAttempt(seq: number, request: AttemptCompareRequest): Outcome<CredentialsDiagnosis>;
  /** Shows the header of the frame `seq` and leaves a frame that says so. Problems: `attempt-unknown`, `attempt-without-credentials`. */
  revealAttempt(seq: number): Outcome<SentCredentials>;
}

export interface CsmsSurface
  extends AnswersSurface,
    StationKnowledgeSurface,
    OperationsSurface,
    CredentialsSurface {
  state(): CsmsState;
  configure(request: CsmsRequest): Promise<CsmsState>;
  stop(): Promise<CsmsState>;
  startListener(settings: ListenerSettings): Promise<CsmsState>;
  stopListener(id: string): Promise<Outcome<CsmsState>>;
  /** Whether the secrets of its TLS sessions go into the record, until it stops. Problem: `listener-unknown`. */
  setKeyLog(listener: string, on: boolean): Outcome<CsmsState>;
  /** What a listener shows wrong on purpose: see `Listeners.setFault`. */
  setFault: Listeners['setFault'];
  setPolicy(policy: CsmsPolicyChanges): CsmsState;
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
  signingRequests: SigningRequestsSurface;
  /** An attempt of kind `issuer` makes an authority trusted for client certificates, given or come along. */
  adopt(seq: number, request?: AdoptRequest): Outcome<StationState>;
}
