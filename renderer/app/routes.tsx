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
import {
  parseSearch,
  readAttemptSearch,
  readCertificatesSearch,
  readChargePointSearch,
  readChargePointsSearch,
  readFramesSearch,
  readScenariosSearch,
  readSecuritySearch,
  readSettingsSearch,
  readStationSearch,
  readStationsSearch,
  writeSearch,
} from './addresses.ts';
import { connection } from './api-client.ts';
import { BenchLostError } from './bench-connection.ts';
import { ScreenError, ScreenNotFound } from './screen-error.tsx';
import { Shell } from './shell.tsx';

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
  validateSearch: readSecuritySearch,
  component: lazyScreen(() => import('../features/security/security-screen.tsx'), 'SecurityScreen'),
});

const attempt = createRoute({
  getParentRoute: () => root,
  path: '/attempts/$capture/$connection',
  validateSearch: readAttemptSearch,
  component: lazyScreen(
    () => import('../features/security/autopsy/attempt-page.tsx'),
    'AttemptPage',
  ),
});

const certificates = createRoute({
  getParentRoute: () => root,
  path: '/certificates',
  validateSearch: readCertificatesSearch,
  component: lazyScreen(
    () => import('../features/certificates/certificates-screen.tsx'),
    'CertificatesScreen',
  ),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyScreen(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen'),
});

export const router = createRouter({
  parseSearch,
  stringifySearch: writeSearch,
  routeTree: root.addChildren([
    bench,
    frames,
    stations,
    station,
    chargePoints,
    chargePoint,
    scenarios,
    security,
    certificates,
    attempt,
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
