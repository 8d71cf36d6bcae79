/**
 * Stand-ins for what must not be in a screenshot: the same value has the same stand-in as long as the tab is open, and
 * what a screen sends back is put right again. Pure functions over answers and requests; knows no screen.
 */

type Kind = 'station' | 'tag' | 'serial' | 'name' | 'address' | 'key' | 'folder';

/** Names of fields, also inside of recorded JSON, whose value is of a kind. */
const kindOfField: Readonly<Record<string, Kind>> = {
  station: 'station',
  stationId: 'station',
  identity: 'station',
  chargePointId: 'station',
  chargeBoxIdentity: 'station',
  idTag: 'tag',
  parentIdTag: 'tag',
  serialNumber: 'serial',
  chargePointSerialNumber: 'serial',
  chargeBoxSerialNumber: 'serial',
  meterSerialNumber: 'serial',
  iccid: 'serial',
  imsi: 'serial',
  commonName: 'name',
  organisation: 'name',
  organizationName: 'name',
  cpoName: 'name',
  issuerName: 'name',
  subjectName: 'name',
  remoteAddress: 'address',
  address: 'address',
  host: 'address',
  hostName: 'address',
  peer: 'address',
  dataFolder: 'folder',
};

/** Procedures that name their stations and charge points `id` or `ids`. */
const stationPaths = /^(csms\.(stations?|putStation)|chargePoints\.|fleets\.members)/;

/** Values that the screens compare with names of their own: never replaced as a whole. */
const plainFields: ReadonlySet<string> = new Set(
  'status kind action code role direction sender severity rule type topic outcome theme door what messageType'.split(
    ' ',
  ),
);

/** Nobody is given away by them. */
const anybodysAddress = /^(127\.[\d.]+|0\.0\.0\.0|::1?|\[::1?\]|localhost)$/;

const summariesWithoutNames: ReadonlySet<unknown> = new Set(
  'Heartbeat StatusNotification MeterValues TriggerMessage ExtendedTriggerMessage Reset UnlockConnector ChangeAvailability ClearCache GetLocalListVersion RemoteStopTransaction CancelReservation FirmwareStatusNotification SignedFirmwareStatusNotification DiagnosticsStatusNotification LogStatusNotification SetChargingProfile ClearChargingProfile GetCompositeSchedule'.split(
    ' ',
  ),
);

/** What betrays itself by its shape, wherever it stands. */
const shapes: readonly { kind: Kind; pattern: RegExp }[] = [
  { kind: 'key', pattern: /-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g },
  { kind: 'key', pattern: /\b(?:[0-9a-f]{2}:){5,}[0-9a-f]{2}\b/gi },
  { kind: 'key', pattern: /\b[0-9a-f]{32,}\b/gi },
  { kind: 'address', pattern: /\b(?:\d{1,3}\.){3}\d{1,3}\b/g },
  { kind: 'address', pattern: /\[?\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b\]?/gi },
  {
    kind: 'address',
    pattern:
      /\[?\b[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4}\b\]?/gi,
  },
];

const jsonField = new RegExp(
  `"(${Object.keys(kindOfField).join('|')})"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`,
  'g',
);
const nameAttribute = /\b(?:CN|O|OU|L|ST|E|emailAddress|serialNumber)=([^,+"/]+)/g;
const standIn = /hidden-(?:station|tag|serial|name|address|key|folder)-\d+/g;

/** Shorter ones stand in ordinary words and numbers; as the value of a field of their own they are replaced too. */
const shortestInText = 3;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A part of a URL as it was before it was one. */
export function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign of its own: the text is no part of a URL.
    return text;
  }
}

/** Whether a procedure answers with a secret as it is: no stand-in makes that fit for a picture. */
export function isReveal(procedure: readonly string[]): boolean {
  return /^reveal(?:[A-Z]|$)/.test(procedure.at(-1) ?? '');
}

export interface Pseudonyms {
  /** What the bench answered to this procedure, with stand-ins. */
  hide(answer: unknown, procedure: readonly string[]): unknown;
  hideText(text: string): string;
  /** What a screen sends, with the real values. */
  restore(input: unknown): unknown;
  /** Each value with its stand-in, in the order in which they were seen. */
  all(): (readonly [value: string, standIn: string])[];
}

type PlainObject = Record<string, unknown>;

function isPlain(value: unknown): value is PlainObject {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** `before`: what the tab knew before its page was loaded again. */
export function createPseudonyms(before: ReturnType<Pseudonyms['all']> = []): Pseudonyms {
  const standIns = new Map(before);
  const realValues = new Map(before.map(([value, made]) => [made, value]));
  const counts = new Map<Kind, number>();
  let known: RegExp | undefined;

  function learn(kind: Kind, value: string): string {
    const trimmed = value.trim();
    if (trimmed === '' || trimmed.match(standIn)?.[0] === trimmed) return value;
    if (kind === 'address' && anybodysAddress.test(trimmed)) return value;
    const earlier = standIns.get(trimmed);
    if (earlier !== undefined) return earlier;
    let count = counts.get(kind) ?? 0;
    do count += 1;
    while (realValues.has(`hidden-${kind}-${count}`));
    const made = `hidden-${kind}-${count}`;
    counts.set(kind, count);
    standIns.set(trimmed, made);
    realValues.set(made, trimmed);
    known = undefined;
    return made;
  }

  /** Everything known that may stand in a text, also as part of a URL; the longest first. */
  function knownPattern(): RegExp {
    if (known === undefined) {
      const values = [...standIns.keys()].filter((value) => value.length >= shortestInText);
      const forms = new Set(values.flatMap((value) => [value, encodeURIComponent(value)]));
      const sorted = [...forms].sort((left, right) => right.length - left.length);
      known = new RegExp(
        sorted.length === 0
          ? '(?!)'
          : `(?<![A-Za-z0-9])(?:${sorted.map(escaped).join('|')})(?![A-Za-z0-9])`,
        'g',
      );
    }
    return known;
  }

  function learnFromText(text: string): void {
    for (const [, field = '', value = ''] of text.matchAll(jsonField)) {
      const kind = kindOfField[field];
      if (kind !== undefined) learn(kind, value);
    }
    for (const [, value = ''] of text.matchAll(nameAttribute)) learn('name', value);
  }

  function hideText(text: string): string {
    const whole = standIns.get(text);
    if (whole !== undefined) return whole;
    learnFromText(text);
    let hidden = text.replace(
      knownPattern(),
      (found) => standIns.get(found) ?? standIns.get(decodedPart(found)) ?? found,
    );
    for (const { kind, pattern } of shapes) {
      hidden = hidden.replace(pattern, (found) => learn(kind, found));
    }
    return hidden;
  }

  function learnFrom(value: unknown, field: string, namesStations: boolean): void {
    if (typeof value === 'string') {
      const kind = field === 'id' && namesStations ? 'station' : kindOfField[field];
      if (kind !== undefined) learn(kind, value);
      else learnFromText(value);
    } else if (Array.isArray(value)) {
      for (const one of value) learnFrom(one, field, namesStations);
    } else if (isPlain(value)) {
      learnNames(value);
      for (const [name, one] of Object.entries(value)) learnFrom(one, name, namesStations);
    }
  }

  /** Certificates say who they are for in lists of named and typed values. */
  function learnNames({ attributes, subjectAlternativeNames }: PlainObject): void {
    for (const list of [attributes, subjectAlternativeNames]) {
      if (!Array.isArray(list)) continue;
      for (const one of list) {
        if (isPlain(one) && typeof one.value === 'string' && one.name !== 'C') {
          learn(one.type === 'ip' ? 'address' : 'name', one.value);
        }
      }
    }
  }

  function hidden(value: unknown, field: string): unknown {
    if (typeof value === 'string') return hiddenString(value, field);
    if (Array.isArray(value)) return value.map((one) => hidden(one, field));
    if (!isPlain(value)) return value;
    const entries = Object.entries(value).map(([name, one]) => [name, hidden(one, name)] as const);
    const copy: PlainObject = Object.fromEntries(entries);
    // What a message says in one line names what it pleases.
    if (typeof value.messageType === 'string' && typeof value.summary === 'string') {
      if (!summariesWithoutNames.has(value.action)) copy.summary = 'hidden';
    }
    return copy;
  }

  function hiddenString(value: string, field: string): string {
    if (plainFields.has(field)) return value;
    // Bytes carry names in clear; their number stays.
    if (field === 'base64') return 'A'.repeat(value.length);
    return hideText(value);
  }

  function restore(input: unknown): unknown {
    if (typeof input === 'string') {
      return input.replace(standIn, (found) => realValues.get(found) ?? found);
    }
    if (Array.isArray(input)) return input.map(restore);
    if (!isPlain(input)) return input;
    return Object.fromEntries(Object.entries(input).map(([name, one]) => [name, restore(one)]));
  }

  return {
    hide(answer, procedure) {
      const path = procedure.join('.');
      const namesStations = stationPaths.test(path);
      learnFrom(answer, '', namesStations);
      return hidden(answer, '');
    },
    hideText,
    restore,
    all: () => [...standIns],
  };
}
