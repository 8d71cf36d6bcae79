/**
 * What the doors (server, command line) see of the bench: plain functions over the shapes of the contract.
 * Types only. Expected errors are values; what throws is a bug.
 */
import type {
  BenchEvent,
  BenchState,
  NetworkAddress,
  Reachability,
  Settings,
} from '../../shared/api/bench-contract.ts';
import type { CaptureCheck, CaptureState } from '../../shared/api/captures-contract.ts';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import type {
  FrameDetail,
  FrameHead,
  FrameRow,
  FrameView,
  OpenedView,
  ViewState,
} from '../../shared/api/frames-contract.ts';
import type { RootAdvice } from '../../shared/api/pki-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import type { CertificateView } from '../../shared/security/certificate-rules.ts';
import type { AttemptsSurface } from './attempts-surface.ts';
import type { ChargePointProfiles } from './charge-point/behaviour/charge-point-profiles.ts';
import type { ChargePointsSurface } from './charge-point/charge-points-surface.ts';
import type { FleetsSurface } from './charge-point/fleet/fleets.ts';
import type { CsmsSurface } from './csms/csms-surface.ts';
import type { FaultsSurface } from './faults-surface.ts';
import type { FilesSurface } from './files-surface.ts';
import type { NamesAndTimeSurface } from './names-and-time-surface.ts';
import type { CertificateDesk } from './pki/desk/desk.ts';
import type { ForeignRevocationLists } from './pki/foreign-revocation-lists.ts';
import type { ProbeSurface } from './probe-surface.ts';
import type { ScenariosSurface } from './scenarios/scenarios-surface.ts';
import type { SecretsSurface } from './secrets-surface.ts';

export type Topic = BenchEvent['topic'];

/** `seq` keys and ordinals as in `frames-contract.ts`. `capture` absent: the live one. */
export interface FramesSurface {
  list(request: {
    capture?: string;
    filter?: string;
    before?: number;
    after?: number;
    limit: number;
  }): Promise<Outcome<{ frames: FrameView[]; head: number }>>;
  get(capture: string | undefined, seq: number): Promise<Outcome<FrameDetail>>;
  reveal(capture: string | undefined, seq: number): Promise<Outcome<FrameDetail>>;
  head(capture: string | undefined): Promise<Outcome<FrameHead>>;
  openView(request: {
    capture?: string | undefined;
    filter: string;
    rows: number;
  }): Promise<Outcome<OpenedView>>;
  viewRows(
    viewId: string,
    start: number,
    count: number,
  ): Promise<Outcome<ViewState & { start: number; rows: FrameRow[] }>>;
  locate(viewId: string, seq: number): Promise<Outcome<{ ordinal: number; exact: boolean }>>;
  closeView(viewId: string): Promise<boolean>;
}

export interface CapturesSurface {
  list(): Promise<CaptureState[]>;
  begin(name: string | undefined): Promise<Outcome<CaptureState>>;
  rename(id: string, name: string): Promise<Outcome<CaptureState>>;
  delete(id: string): Promise<Outcome<boolean>>;
  check(id: string): Promise<Outcome<CaptureCheck>>;
  /** A journal as the bytes of one file. Throws what their source throws; then nothing is left of it. */
  import(name: string, content: AsyncIterable<Uint8Array>): Promise<Outcome<CaptureState>>;
  /** A redacted copy as the bytes of one file, made while they are taken. */
  export(id: string): Promise<Outcome<{ fileName: string; content: AsyncIterable<Uint8Array> }>>;
}

export interface BenchCertificate {
  id: string;
  kind: 'root' | 'server' | 'client';
  owner: string;
  listener?: string;
  securityProfiles?: SecurityProfile[];
  certificate: CertificateView;
}

export interface PkiSurface {
  /** Everything of the certificate desk; what it gives to listeners is not for doors. */
  desk: Omit<CertificateDesk, 'identity' | 'revocationLists' | 'revocationOf' | 'keepSigned'>;
  /** Of authorities whose keys are elsewhere. */
  foreignLists: ForeignRevocationLists;
  /** PEM of the bench's root of this family. */
  rootPem(family: 'rsa' | 'ecdsa'): Promise<string>;
  certificates(): Promise<BenchCertificate[]>;
  rootAdvice(): Promise<RootAdvice[]>;
  trustedRoots(): { id: string; certificate: CertificateView }[];
  addTrustedRoot(pem: string): Outcome<{ id: string; certificate: CertificateView }[]>;
  deleteTrustedRoot(id: string): boolean;
}

export interface BenchSurface {
  state(): BenchState;
  settings(): Settings;
  putSettings(patch: Partial<Settings>): Settings;
  network(): { hostName: string; addresses: NetworkAddress[] };
  reachability(port: number, protocol?: 'tcp' | 'udp'): Promise<Reachability>;
  /** Highest `seq` in the journal and in the index of the live capture. */
  heads(): { head: number; indexedTo: number };
  /** Calls `moved` whenever something of the topic changed; returns the way to stop it. */
  onMoved(moved: (topic: Topic) => void): () => void;
  csms: CsmsSurface;
  chargePoints: ChargePointsSurface;
  chargePointProfiles: ChargePointProfiles;
  fleets: FleetsSurface;
  frames: FramesSurface;
  attempts: AttemptsSurface;
  captures: CapturesSurface;
  files: FilesSurface;
  namesAndTime: NamesAndTimeSurface;
  pki: PkiSurface;
  scenarios: ScenariosSurface;
  faults: FaultsSurface;
  probe: ProbeSurface;
  secrets: SecretsSurface;
}
