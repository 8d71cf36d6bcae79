/**
 * What the CSMS comes to know of one station beyond its state: statuses over time and meter series in memory, the rest
 * in documents of the store. Bounded everywhere. Knows nothing of sessions and doors.
 */
import type {
  ChargingProfileState,
  CompositeSchedule,
  InstalledCertificates,
  LocalListState,
  ReservationState,
  StatusChange,
  TransferStatus,
} from '../../../shared/api/csms-station-contract.ts';
import type { SeriesOfTransaction } from './meter-series.ts';

/** What is kept in the store, a document each. */
export interface StationDocuments {
  'local-list': LocalListState;
  reservations: ReservationState[];
  'charging-profiles': ChargingProfileState[];
  certificates: InstalledCertificates;
  transfers: TransferStatus[];
  /** The newest certificate that the station took from us (A02). */
  'issued-certificate': { serialNumber?: string };
  /** What it showed last on profile 3. */
  'client-certificate': ShownCertificate;
}

export interface ShownCertificate {
  /** Fingerprint, SHA-256. */
  certificate?: string;
  /** The same over the public key. */
  key?: string;
  /** CN. */
  serialNumber?: string;
  /** The upgrade request, in the capture of that day. */
  frame?: number;
}
export type DocumentTopic = keyof StationDocuments;

export const emptyDocuments: StationDocuments = {
  'local-list': { entries: [] },
  reservations: [],
  'charging-profiles': [],
  certificates: { certificates: [], answers: [], frames: [] },
  transfers: [],
  'issued-certificate': {},
  'client-certificate': {},
};

/** In memory only: gone with the run. */
export interface StationKnowledge {
  lanes: Map<number, StatusChange[]>;
  series: Map<number, SeriesOfTransaction>;
  compositeSchedules: Map<number, CompositeSchedule>;
  /** Documents that were read or changed. */
  documents: Partial<StationDocuments>;
}

export function emptyKnowledge(): StationKnowledge {
  return { lanes: new Map(), series: new Map(), compositeSchedules: new Map(), documents: {} };
}

const laneMs = 24 * 3_600_000;
const keptChanges = 2000;
/** A charge point that invents connectors must not fill the memory. */
const keptLanes = 256;

/** Adds a change to its lane; what is older than a day or beyond the bound goes, the newest of a lane stays. */
export function addStatusChange(
  { lanes }: StationKnowledge,
  connectorId: number,
  change: StatusChange,
): void {
  const lane = lanes.get(connectorId);
  if (lane === undefined) {
    if (lanes.size < keptLanes) lanes.set(connectorId, [change]);
    return;
  }
  const last = lane.at(-1);
  if (last?.status === change.status && last.errorCode === change.errorCode) return;
  lane.push(change);
  const oldestMs = Date.parse(change.at) - laneMs;
  // The one before the window still says in which state it began.
  while (lane[1] !== undefined && Date.parse(lane[1].at) < oldestMs) lane.shift();
  const most = Math.max(2, Math.floor(keptChanges / lanes.size));
  if (lane.length > most) lane.splice(0, lane.length - most);
}
