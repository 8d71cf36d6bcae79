/**
 * One short line about a message for the frame list. Takes whatever shape a payload has, never throws and never shows
 * a secret. Knows nothing of the list.
 */
import { isSecretConfigurationKey } from './configuration-keys.ts';
import type { JsonObject, OcppMessage } from './message-codec.ts';
import { maskText, maskUrl } from './secret-masking.ts';

/** Longest value shown, in UTF-16 units. */
const longestValue = 40;

/** Longest summary, in UTF-16 units. */
const longestSummary = 160;

const separator = ' · ';

/** Characters that would break or disguise the line. */
const unfitCharacters = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

function shown(text: string, longest = longestValue): string {
  // Cut first: a value may be megabytes long.
  const start = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return start.toWellFormed().replace(unfitCharacters, '\ufffd');
}

function groupedDigits(value: number): string {
  if (!Number.isSafeInteger(value)) return String(value);
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A scalar as text; nothing for what is missing or no scalar. */
function plain(value: unknown): string {
  if (typeof value === 'string') return shown(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function labelled(label: string, value: unknown, unit = ''): string {
  const text = typeof value === 'number' && unit !== '' ? groupedDigits(value) : plain(value);
  if (text === '') return '';
  return `${label === '' ? '' : `${label} `}${text}${unit === '' ? '' : ` ${unit}`}`;
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(separator);
}

function words(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  // Any JSON object or array can be read by name; own members only.
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
}

function countOf(value: unknown, noun: string): string {
  if (!Array.isArray(value)) return '';
  return `${groupedDigits(value.length)} ${noun}${value.length === 1 ? '' : 's'}`;
}

function location(value: unknown): string {
  return typeof value === 'string' ? shown(maskUrl(value), 80) : '';
}

function configurationValue(payload: JsonObject): string {
  const key = plain(payload.key);
  if (typeof payload.key === 'string' && isSecretConfigurationKey(payload.key)) {
    return `${key} = ${maskText}`;
  }
  return `${key} = ${plain(payload.value)}`;
}

function keyNames(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return 'all keys';
  const names = value.slice(0, 3).map(plain).join(', ');
  return value.length > 3 ? `${names} and ${groupedDigits(value.length - 3)} more` : names;
}

function firstSample(payload: JsonObject): string {
  const meterValue = member(payload.meterValue, '0');
  const samples = member(meterValue, 'sampledValue');
  const sample = member(samples, '0');
  const reading = words(plain(member(sample, 'value')), plain(member(sample, 'unit')));
  const measurand = plain(member(sample, 'measurand'));
  return joined(words(measurand, reading), countOf(samples, 'sample'));
}

type Summarise = (payload: JsonObject) => string;

const connector = (payload: JsonObject) => labelled('connector', payload.connectorId);
const idTag = (payload: JsonObject) => labelled('idTag', payload.idTag);
const transaction = (payload: JsonObject) => labelled('transaction', payload.transactionId);
const status: Summarise = (payload) => plain(payload.status);
const certificateType: Summarise = (payload) => plain(payload.certificateType);
const statusOfRequest: Summarise = (payload) =>
  joined(status(payload), labelled('request', payload.requestId));

function errorOfStatus(payload: JsonObject): string {
  return payload.errorCode === 'NoError' ? '' : plain(payload.errorCode);
}

const requestSummaries = new Map<string, Summarise>([
  ['Authorize', idTag],
  [
    'BootNotification',
    (payload) =>
      joined(
        words(plain(payload.chargePointVendor), plain(payload.chargePointModel)),
        labelled('fw', payload.firmwareVersion),
        labelled('reason', payload.reason),
        words(
          plain(member(payload.chargingStation, 'vendorName')),
          plain(member(payload.chargingStation, 'model')),
        ),
      ),
  ],
  ['CancelReservation', (payload) => labelled('reservation', payload.reservationId)],
  [
    'ChangeAvailability',
    (payload) => joined(connector(payload), plain(payload.type), plain(payload.operationalStatus)),
  ],
  ['ChangeConfiguration', configurationValue],
  [
    'ClearChargingProfile',
    (payload) =>
      joined(
        labelled('profile', payload.id),
        connector(payload),
        plain(payload.chargingProfilePurpose),
        labelled('stack level', payload.stackLevel),
      ) || 'all profiles',
  ],
  [
    'DataTransfer',
    (payload) => joined(plain(payload.vendorId), plain(payload.messageId), plain(payload.data)),
  ],
  [
    'DeleteCertificate',
    (payload) => labelled('serial', member(payload.certificateHashData, 'serialNumber')),
  ],
  ['DiagnosticsStatusNotification', status],
  [
    'ExtendedTriggerMessage',
    (payload) => joined(plain(payload.requestedMessage), connector(payload)),
  ],
  ['FirmwareStatusNotification', statusOfRequest],
  [
    'GetCompositeSchedule',
    (payload) => joined(connector(payload), labelled('', payload.duration, 's')),
  ],
  ['GetConfiguration', (payload) => keyNames(payload.key)],
  ['GetDiagnostics', (payload) => location(payload.location)],
  ['GetInstalledCertificateIds', certificateType],
  [
    'GetLog',
    (payload) =>
      joined(
        plain(payload.logType),
        labelled('request', payload.requestId),
        location(member(payload.log, 'remoteLocation')),
      ),
  ],
  ['InstallCertificate', certificateType],
  ['LogStatusNotification', statusOfRequest],
  [
    'MeterValues',
    (payload) => joined(connector(payload), transaction(payload), firstSample(payload)),
  ],
  ['RemoteStartTransaction', (payload) => joined(connector(payload), idTag(payload))],
  ['RemoteStopTransaction', transaction],
  [
    'ReserveNow',
    (payload) =>
      joined(
        connector(payload),
        idTag(payload),
        labelled('reservation', payload.reservationId),
        labelled('until', payload.expiryDate),
      ),
  ],
  ['Reset', (payload) => plain(payload.type)],
  ['SecurityEventNotification', (payload) => joined(plain(payload.type), plain(payload.techInfo))],
  [
    'SendLocalList',
    (payload) =>
      joined(
        plain(payload.updateType),
        labelled('version', payload.listVersion),
        countOf(payload.localAuthorizationList, 'entry').replace('entrys', 'entries'),
      ),
  ],
  [
    'SetChargingProfile',
    (payload) =>
      joined(
        connector(payload),
        plain(member(payload.csChargingProfiles, 'chargingProfilePurpose')),
        labelled('stack level', member(payload.csChargingProfiles, 'stackLevel')),
      ),
  ],
  ['SignedFirmwareStatusNotification', statusOfRequest],
  [
    'SignedUpdateFirmware',
    (payload) =>
      joined(
        labelled('request', payload.requestId),
        location(member(payload.firmware, 'location')),
      ),
  ],
  [
    'StartTransaction',
    (payload) => joined(connector(payload), idTag(payload), labelled('', payload.meterStart, 'Wh')),
  ],
  [
    'StatusNotification',
    (payload) =>
      joined(
        words(connector(payload), plain(payload.status), plain(payload.connectorStatus)),
        errorOfStatus(payload),
        plain(payload.info),
        plain(payload.vendorErrorCode),
      ),
  ],
  [
    'StopTransaction',
    (payload) =>
      joined(
        transaction(payload),
        idTag(payload),
        labelled('', payload.meterStop, 'Wh'),
        plain(payload.reason),
      ),
  ],
  [
    'TransactionEvent',
    (payload) =>
      joined(
        plain(payload.eventType),
        plain(payload.triggerReason),
        labelled('transaction', member(payload.transactionInfo, 'transactionId')),
      ),
  ],
  ['TriggerMessage', (payload) => joined(plain(payload.requestedMessage), connector(payload))],
  ['UnlockConnector', connector],
  [
    'UpdateFirmware',
    (payload) =>
      joined(
        location(payload.location),
        location(member(payload.firmware, 'location')),
        labelled('from', payload.retrieveDate),
      ),
  ],
]);

const responseSummaries = new Map<string, Summarise>([
  [
    'BootNotification',
    (payload) => joined(status(payload), labelled('interval', payload.interval, 's')),
  ],
  [
    'GetConfiguration',
    (payload) =>
      joined(
        countOf(payload.configurationKey, 'key'),
        Array.isArray(payload.unknownKey) && payload.unknownKey.length > 0
          ? `${groupedDigits(payload.unknownKey.length)} unknown`
          : '',
      ),
  ],
  ['GetDiagnostics', (payload) => plain(payload.fileName)],
  [
    'GetInstalledCertificateIds',
    (payload) => joined(status(payload), countOf(payload.certificateHashData, 'certificate')),
  ],
  ['GetLocalListVersion', (payload) => labelled('version', payload.listVersion)],
  ['GetLog', (payload) => joined(status(payload), plain(payload.filename))],
  ['Heartbeat', (payload) => plain(payload.currentTime)],
  [
    'StartTransaction',
    (payload) => joined(plain(member(payload.idTagInfo, 'status')), transaction(payload)),
  ],
]);

/** The status of the answer, wherever this kind of answer carries it. */
function commonResponse(payload: JsonObject): string {
  return plain(payload.status) || plain(member(payload.idTagInfo, 'status'));
}

function summary(message: OcppMessage, action: string | undefined): string {
  switch (message.kind) {
    case 'call':
    case 'send':
      return requestSummaries.get(message.action)?.(message.payload) ?? '';
    case 'result':
      return (responseSummaries.get(action ?? '') ?? commonResponse)(message.payload);
    case 'error': {
      const description = shown(maskUrl(message.description), 120);
      return description === ''
        ? shown(message.errorCode)
        : `${shown(message.errorCode)}: ${description}`;
    }
    case 'malformed':
      return '';
  }
}

/**
 * One line about a message, for example `connector 1 · idTag ABC · 1,200 Wh`; empty when the name of the action says
 * it all, and for malformed messages, whose reason is a judgement. At most 160 UTF-16 units, without control characters.
 * @param action of the CALL that a CALLRESULT answers; without it only the status is found.
 */
export function summariseMessage(message: OcppMessage, action?: string): string {
  const line = summary(message, action);
  return line.length > longestSummary
    ? `${line.slice(0, longestSummary - 1).toWellFormed()}…`
    : line;
}
