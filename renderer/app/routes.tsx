/**
 * The screens by address. Each is loaded when first opened and fails by itself.
 * Knows names of screens only, nothing of what they show.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { connection } from './api-client.ts';
import { BenchLostError } from './bench-connection.ts';
import { ScreenError, ScreenNotFound } from './screen-error.tsx';
import { Shell } from './shell.tsx';

/** What the address of the frame list says. */
export interface FramesSearch {
  /** Text of the filter language. */
  filter?: string;
  /** The frame whose details are open. */
  seq?: number;
  /** Another capture than the live one. */
  capture?: string;
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

/** The parts of the Stations screen. */
export const stationsViews = ['charge-points', 'id-tags', 'answers'] as const;
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

export const settingsSections = ['captures', 'recording', 'general', 'api', 'about'] as const;
export type SettingsSection = (typeof settingsSections)[number];

function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name | undefined {
  return names.find((name) => name === value);
}

const readStationsSearch = (search: Record<string, unknown>): { view?: StationsView } => {
  const view = oneOf(stationsViews, search.view);
  return view === undefined ? {} : { view };
};

const readStationSearch = (search: Record<string, unknown>): { tab?: StationTab } => {
  const tab = oneOf(stationTabs, search.tab);
  return tab === undefined ? {} : { tab };
};

const readChargePointsSearch = (search: Record<string, unknown>): { add?: true } =>
  search.add === true ? { add: true } : {};

const readChargePointSearch = (search: Record<string, unknown>): { tab?: ChargePointTab } => {
  const tab = oneOf(chargePointTabs, search.tab);
  return tab === undefined ? {} : { tab };
};

/** Which scenario is open, and which run is shown. */
const readScenariosSearch = (
  search: Record<string, unknown>,
): { scenario?: string; run?: string } => {
  const scenario = optionalText(search.scenario);
  const run = optionalText(search.run);
  return { ...(scenario === undefined ? {} : { scenario }), ...(run === undefined ? {} : { run }) };
};

const readSettingsSearch = (search: Record<string, unknown>): { section?: SettingsSection } => {
  const section = oneOf(settingsSections, search.section);
  return section === undefined ? {} : { section };
};

/**
 * A screen that is loaded when first opened. The router answers a chunk that cannot be fetched by loading the whole
 * page again, which a lost bench could not give either: then the error says what is wrong.
 */
const lazyScreen: typeof lazyRouteComponent = (importer, exportName) =>
  lazyRouteComponent(
    () =>
      importer().catch((error: unknown) => {
        if (connection?.state().status === 'lost') throw new BenchLostError();
        throw error;
      }),
    exportName,
  );

const root = createRootRoute({ component: Shell, notFoundComponent: ScreenNotFound });

const bench = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyScreen(() => import('../features/bench/bench-screen.tsx'), 'BenchScreen'),
});

const frames = createRoute({
  getParentRoute: () => root,
  path: '/frames',
  validateSearch: readFramesSearch,
  component: lazyScreen(() => import('../features/frames/frames-screen.tsx'), 'FramesScreen'),
});

const stations = createRoute({
  getParentRoute: () => root,
  path: '/stations',
  validateSearch: readStationsSearch,
  component: lazyScreen(() => import('../features/stations/stations-screen.tsx'), 'StationsScreen'),
});

const station = createRoute({
  getParentRoute: () => root,
  path: '/stations/$stationId',
  validateSearch: readStationSearch,
  component: lazyScreen(() => import('../features/stations/station-screen.tsx'), 'StationScreen'),
});

const chargePoints = createRoute({
  getParentRoute: () => root,
  path: '/charge-points',
  validateSearch: readChargePointsSearch,
  component: lazyScreen(
    () => import('../features/charge-points/charge-points-screen.tsx'),
    'ChargePointsScreen',
  ),
});

const chargePoint = createRoute({
  getParentRoute: () => root,
  path: '/charge-points/$chargePointId',
  validateSearch: readChargePointSearch,
  component: lazyScreen(
    () => import('../features/charge-points/charge-point-screen.tsx'),
    'ChargePointScreen',
  ),
});

const scenarios = createRoute({
  getParentRoute: () => root,
  path: '/scenarios',
  validateSearch: readScenariosSearch,
  component: lazyScreen(
    () => import('../features/scenarios/scenarios-screen.tsx'),
    'ScenariosScreen',
  ),
});

const security = createRoute({
  getParentRoute: () => root,
  path: '/security',
  component: lazyScreen(() => import('../features/security/security-screen.tsx'), 'SecurityScreen'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyScreen(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    bench,
    frames,
    stations,
    station,
    chargePoints,
    chargePoint,
    scenarios,
    security,
    settings,
  ]),
  defaultErrorComponent: ScreenError,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
