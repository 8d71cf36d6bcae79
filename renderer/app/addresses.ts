/**
 * What the addresses of the screens say: which part is open, which frame, which filter.
 * Apart from the routes, which know the screens, so that screens can know their addresses.
 */

/** What the address of the frame list says. */
interface FramesSearch {
  /** Text of the filter language. */
  filter?: string;
  /** The frame whose details are open. */
  seq?: number;
  /** Another capture than the live one. */
  capture?: string;
}

/**
 * The search part of an address as names with their text. Guessing numbers out of it would damage names made of digits:
 * the run `31400192`, the filter `12e4`.
 */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The reverse, with its question mark; what is undefined is left out. */
export function writeSearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 4096) : undefined;

/** Reads the search part of an address written by anybody: what does not fit is left out. */
export function readFramesSearch(search: Record<string, unknown>): FramesSearch {
  const seq = Number(search.seq);
  const filter = optionalText(search.filter);
  const capture = optionalText(search.capture);
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(Number.isSafeInteger(seq) && seq > 0 ? { seq } : {}),
    ...(capture === undefined ? {} : { capture }),
  };
}

/** Which run of the bench a connection attempt belongs to; the newest that has its number when absent. */
export const readAttemptSearch = (search: Record<string, unknown>): { run?: string } => {
  const run = optionalText(search.run);
  return run === undefined ? {} : { run };
};

/** The parts of the Stations screen. */
const stationsViews = ['charge-points', 'id-tags', 'answers'] as const;
export type StationsView = (typeof stationsViews)[number];

/** The tabs of one station. */
export const stationTabs = [
  'overview',
  'transactions',
  'send',
  'configuration',
  'lists',
  'charging',
  'certificates',
  'transfers',
  'security',
  'answers',
  'settings',
] as const;
export type StationTab = (typeof stationTabs)[number];

/** The tabs of one emulated charge point. */
export const chargePointTabs = [
  'overview',
  'transactions',
  'lists',
  'configuration',
  'charging',
  'certificates',
  'transfers',
  'behaviour',
  'send',
  'settings',
] as const;
export type ChargePointTab = (typeof chargePointTabs)[number];

export const settingsSections = [
  'captures',
  'recording',
  'general',
  'secrets',
  'api',
  'about',
] as const;
type SettingsSection = (typeof settingsSections)[number];

function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name | undefined {
  return names.find((name) => name === value);
}

export const readStationsSearch = (search: Record<string, unknown>): { view?: StationsView } => {
  const view = oneOf(stationsViews, search.view);
  return view === undefined ? {} : { view };
};

/** `charger` opens its table in the tab Probe. */
export const readSecuritySearch = (search: Record<string, unknown>): { charger?: string } => {
  const charger = optionalText(search.charger);
  return charger === undefined ? {} : { charger };
};

/** `entry` is the certificate whose details are open on the desk, `request` the signing request. */
export const readCertificatesSearch = (
  search: Record<string, unknown>,
): { entry?: string; request?: string } => {
  const entry = optionalText(search.entry);
  const request = optionalText(search.request);
  return {
    ...(entry === undefined ? {} : { entry }),
    ...(request === undefined ? {} : { request }),
  };
};

export const readStationSearch = (search: Record<string, unknown>): { tab?: StationTab } => {
  const tab = oneOf(stationTabs, search.tab);
  return tab === undefined ? {} : { tab };
};

export const readChargePointsSearch = (search: Record<string, unknown>): { add?: true } =>
  search.add === true || search.add === 'true' ? { add: true } : {};

export const readChargePointSearch = (
  search: Record<string, unknown>,
): { tab?: ChargePointTab } => {
  const tab = oneOf(chargePointTabs, search.tab);
  return tab === undefined ? {} : { tab };
};

/** Which scenario is open, and which run is shown. */
export const readScenariosSearch = (
  search: Record<string, unknown>,
): { scenario?: string; run?: string } => {
  const scenario = optionalText(search.scenario);
  const run = optionalText(search.run);
  return { ...(scenario === undefined ? {} : { scenario }), ...(run === undefined ? {} : { run }) };
};

export const readSettingsSearch = (
  search: Record<string, unknown>,
): { section?: SettingsSection } => {
  const section = oneOf(settingsSections, search.section);
  return section === undefined ? {} : { section };
};
