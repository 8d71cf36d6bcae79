/**
 * What a CALL of ours and its answer add to what is known of the station: the local list it took, reservations,
 * charging profiles. One function an action; an answer that is no CALLRESULT adds nothing.
 */
import type {
  ChargingProfileState,
  LocalListState,
  ReservationState,
} from '../../../shared/api/csms-station-contract.ts';
import type { RequestPayloads16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';
import type { Notes } from './notes.ts';
import { isoTime, type Station } from './stations.ts';

export interface AnsweredCall {
  station: Station;
  notes: Notes;
  nowMs: number;
  /** Payload of the CALLRESULT. */
  answer: Readonly<Record<string, unknown>>;
}

const keptReservations = 100;
const keptProfiles = 200;

type Note<A extends keyof RequestPayloads16> = (
  payload: RequestPayloads16[A],
  call: AnsweredCall,
) => void;

/** OCPP 1.6 §5.15: a full list replaces, a differential one changes and, without idTagInfo, removes. */
function entriesAfter(
  { entries }: LocalListState,
  { updateType, localAuthorizationList = [] }: RequestPayloads16['SendLocalList'],
): LocalListState['entries'] {
  const before = updateType === 'Full' ? [] : entries;
  const after = new Map(before.map((entry) => [entry.idTag.toLowerCase(), entry]));
  for (const { idTag, idTagInfo } of localAuthorizationList) {
    if (idTagInfo === undefined && updateType === 'Differential') after.delete(idTag.toLowerCase());
    else after.set(idTag.toLowerCase(), { idTag, idTagInfo });
  }
  return [...after.values()];
}

const sendLocalList: Note<'SendLocalList'> = (payload, { station, notes, nowMs, answer }) => {
  const before = notes.document(station, 'local-list');
  const lastStatus = String(answer.status);
  notes.change(station, 'local-list', {
    ...before,
    lastStatus,
    ...(lastStatus === 'Accepted'
      ? {
          sentVersion: payload.listVersion,
          sentAt: isoTime(nowMs),
          entries: entriesAfter(before, payload),
        }
      : {}),
  });
};

const getLocalListVersion: Note<'GetLocalListVersion'> = (_, { station, notes, nowMs, answer }) => {
  const before = notes.document(station, 'local-list');
  const reportedVersion = Number(answer.listVersion);
  notes.change(station, 'local-list', { ...before, reportedVersion, reportedAt: isoTime(nowMs) });
};

const reserveNow: Note<'ReserveNow'> = (payload, { station, notes, nowMs, answer }) => {
  const status = String(answer.status);
  const { reservationId, connectorId, idTag, parentIdTag, expiryDate } = payload;
  const reservation: ReservationState = {
    reservationId,
    connectorId,
    idTag,
    parentIdTag,
    expiryDate,
    state: status === 'Accepted' ? 'active' : 'refused',
    answer: status,
    at: isoTime(nowMs),
  };
  const earlier = notes.document(station, 'reservations');
  // The same id replaces the reservation (OCPP 1.6 §5.13).
  const others = earlier.filter(
    (one) => status !== 'Accepted' || one.reservationId !== reservationId,
  );
  notes.change(station, 'reservations', [reservation, ...others].slice(0, keptReservations));
};

const cancelReservation: Note<'CancelReservation'> = (payload, { station, notes, answer }) => {
  if (answer.status !== 'Accepted') return;
  const cancelled = notes
    .document(station, 'reservations')
    .map((one) =>
      one.reservationId === payload.reservationId && one.state === 'active'
        ? { ...one, state: 'cancelled' as const }
        : one,
    );
  notes.change(station, 'reservations', cancelled);
};

type SentProfile = RequestPayloads16['SetChargingProfile']['csChargingProfiles'];

/** OCPP 1.6 §5.16: the same id, or the same purpose and stack level on the connector, replaces. */
function isReplacedBy(
  { connectorId: at, profile }: ChargingProfileState,
  connectorId: number,
  next: SentProfile,
): boolean {
  if (profile.chargingProfileId === next.chargingProfileId) return true;
  return (
    at === connectorId &&
    profile.chargingProfilePurpose === next.chargingProfilePurpose &&
    profile.stackLevel === next.stackLevel
  );
}

function addProfile(connectorId: number, next: SentProfile, call: AnsweredCall): void {
  const { station, notes, nowMs } = call;
  const others = notes
    .document(station, 'charging-profiles')
    .filter((one) => !isReplacedBy(one, connectorId, next));
  const added = { connectorId, profile: { ...next }, at: isoTime(nowMs) };
  notes.change(station, 'charging-profiles', [...others, added].slice(-keptProfiles));
}

const setChargingProfile: Note<'SetChargingProfile'> = (payload, call) => {
  if (call.answer.status !== 'Accepted') return;
  addProfile(payload.connectorId, payload.csChargingProfiles, call);
};

const clearChargingProfile: Note<'ClearChargingProfile'> = (
  payload,
  { station, notes, answer },
) => {
  if (answer.status !== 'Accepted') return;
  const { id, connectorId, chargingProfilePurpose, stackLevel } = payload;
  const left = notes
    .document(station, 'charging-profiles')
    .filter(({ connectorId: at, profile }) => {
      if (id !== undefined) return profile.chargingProfileId !== id;
      const isMeant =
        (connectorId === undefined || connectorId === at) &&
        (chargingProfilePurpose === undefined ||
          chargingProfilePurpose === profile.chargingProfilePurpose) &&
        (stackLevel === undefined || stackLevel === profile.stackLevel);
      return !isMeant;
    });
  notes.change(station, 'charging-profiles', left);
};

const remoteStart: Note<'RemoteStartTransaction'> = ({ connectorId, chargingProfile }, call) => {
  if (call.answer.status !== 'Accepted' || chargingProfile === undefined) return;
  addProfile(connectorId ?? 0, chargingProfile, call);
};

const noted: { [A in keyof RequestPayloads16]?: Note<A> } = {
  SendLocalList: sendLocalList,
  GetLocalListVersion: getLocalListVersion,
  ReserveNow: reserveNow,
  CancelReservation: cancelReservation,
  SetChargingProfile: setChargingProfile,
  ClearChargingProfile: clearChargingProfile,
  RemoteStartTransaction: remoteStart,
};

/** Notes a CALL that got a CALLRESULT. `payload` fits the schema of the action. */
export function noteAnsweredCall(action: string, payload: object, call: AnsweredCall): void {
  if (!Object.hasOwn(noted, action)) return;
  // Checked in the line above; the payload was judged by the schema of the same action.
  const note = noted[action as keyof typeof noted] as Note<never> | undefined;
  note?.(payload as never, call);
}
