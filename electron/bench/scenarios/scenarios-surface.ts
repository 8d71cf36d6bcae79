/** What the doors see of scenarios, and what scenarios act through. Types only. */
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { Outcome } from '../../../shared/api/problem.ts';
import type {
  ScenarioCheck,
  ScenarioEntry,
  ScenarioFile,
  ScenarioRun,
  ScenarioRunHead,
  ScenarioRunRequest,
} from '../../../shared/api/scenarios-contract.ts';
import type { FaultId } from '../../../shared/security/handshake-faults.ts';
import type { FrameWatch } from '../capture/frame-watch.ts';
import type { ChargePointsSurface } from '../charge-point/charge-points-surface.ts';
import type { CsmsSurface } from '../csms/csms-surface.ts';

export interface ScenariosSurface {
  list(): ScenarioEntry[];
  /** Problems: `scenario-unknown`. */
  get(id: string): Outcome<ScenarioFile>;
  /** Problems: `scenario-shipped`, `scenario-too-many`. */
  save(id: string, text: string): Outcome<ScenarioFile>;
  delete(id: string): boolean;
  validate(text: string): ScenarioCheck;
  schema(): Record<string, unknown>;
  /** Problems: `scenario-unknown`, `scenario-invalid`, `scenario-running`, `scenario-text-missing`. */
  run(request: ScenarioRunRequest): Outcome<ScenarioRun>;
  runs(): ScenarioRunHead[];
  /** Problems: `scenario-run-unknown`. */
  runState(id: string): Outcome<ScenarioRun>;
  /** Problems: `scenario-run-unknown`, `scenario-run-ended`. */
  cancel(id: string): Outcome<ScenarioRun>;
}

/** Credentials and address of an emulated charge point at the local CSMS. */
export interface PreparedConnection {
  url: string;
  serialNumber: string;
  authorizationKeyHex?: string;
}

/** What a run acts through; the composition root hands it over. */
export interface ScenarioDoors {
  csms: CsmsSurface;
  chargePoints: ChargePointsSurface;
  prepare(request: {
    id: string;
    listener?: string;
    securityProfile: SecurityProfile;
  }): Outcome<PreparedConnection>;
  firmware: {
    /** Makes a test file of this length and gives its id. */
    generate(name: string, bytes: number): Promise<Outcome<{ id: string }>>;
    delete(id: string): Promise<boolean>;
  };
  /** What a listener shows wrong on purpose; undefined shows the usual again. */
  setFault(listener: string, fault: FaultId | undefined): Promise<Outcome<unknown>>;
  frames: Pick<FrameWatch, 'watch'>;
  /** Something of what the CSMS or the charge points show moved. */
  onMoved(listener: () => void): () => void;
  /** The live capture. */
  capture(): string;
  nowMs(): number;
}
