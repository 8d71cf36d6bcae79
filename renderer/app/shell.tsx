/**
 * The frame around every screen: navigation rail, banners, status bar, global keys.
 * Knows the screens by address only.
 */
import { ActionIcon, Button, Tooltip, useComputedColorScheme } from '@mantine/core';
import {
  IconActivity,
  IconCertificate,
  IconChargingPile,
  IconHelp,
  IconMoon,
  IconPlayerPlay,
  IconPlugConnected,
  IconSettings,
  IconShieldLock,
  IconSun,
  IconTerminal2,
  type TablerIcon,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Banner } from '../components/banner.tsx';
import { desktopHost } from '../components/desktop-host.ts';
import { LastKnownContext } from '../components/last-known.tsx';
import texts from '../components/text.module.css';
import { TimeDisplayContext, TimeText } from '../components/time-text.tsx';
import { connection, orpc, queryClient, useBenchConnection } from './api-client.ts';
import { useCertificatesInNeed } from './certificate-attention.ts';
import { FaultBanner } from './faults/fault-banner.tsx';
import { isTyping, KeyboardHelp, toggleKeyboardHelp } from './keyboard-help.tsx';
import { LockedBanner, ScreenOrUnlock } from './locked/locked-bench.tsx';
import { RecordingBanner } from './recording-banner.tsx';
import { useScreenshotMode } from './screenshot/screenshot-mode.ts';
import {
  ScreenshotBanner,
  ScreenshotButton,
  useScreenshotEffects,
} from './screenshot/screenshot-switch.tsx';
import styles from './shell.module.css';
import { StatusBar } from './status-bar.tsx';
import { useAppliedTheme } from './use-applied-theme.ts';
import { connectionWords, navigationWords } from './words.ts';

const screens = [
  { to: '/', label: navigationWords.bench, icon: IconPlugConnected },
  { to: '/frames', label: navigationWords.frames, icon: IconTerminal2 },
  { to: '/stations', label: navigationWords.stations, icon: IconActivity },
  { to: '/charge-points', label: navigationWords.chargePoints, icon: IconChargingPile },
  { to: '/scenarios', label: navigationWords.scenarios, icon: IconPlayerPlay },
  { to: '/security', label: navigationWords.security, icon: IconShieldLock },
  { to: '/certificates', label: navigationWords.certificates, icon: IconCertificate },
  { to: '/settings', label: navigationWords.settings, icon: IconSettings },
] as const satisfies readonly { to: string; label: string; icon: TablerIcon }[];

function ThemeButton() {
  const scheme = useComputedColorScheme('light');
  const save = useMutation(
    orpc.bench.putSettings.mutationOptions({
      onSuccess: (settings) => queryClient.setQueryData(orpc.bench.settings.queryKey(), settings),
    }),
  );
  const lost = useBenchConnection().status === 'lost';
  const next = scheme === 'dark' ? 'light' : 'dark';
  const label = next === 'dark' ? navigationWords.useDark : navigationWords.useLight;
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        className={styles.tool}
        size="lg"
        aria-label={label}
        disabled={lost}
        onClick={() => save.mutate({ theme: next })}
      >
        {next === 'dark' ? <IconMoon size={18} /> : <IconSun size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

const attentionId = 'certificates-attention';

function Rail() {
  const inNeed = useCertificatesInNeed().length > 0;
  return (
    <nav className={styles.rail} aria-label={navigationWords.rail}>
      {screens.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className={styles.screenLink}
          activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          aria-describedby={to === '/certificates' && inNeed ? attentionId : undefined}
        >
          <Icon size={20} stroke={1.6} aria-hidden />
          <span>{label}</span>
          {to === '/certificates' && inNeed && (
            <span
              className={styles.attention}
              title={navigationWords.certificatesAttention}
              aria-hidden
            >
              ▲
            </span>
          )}
        </Link>
      ))}
      {inNeed && (
        <span className={texts.hidden} id={attentionId}>
          {navigationWords.certificatesAttention}
        </span>
      )}
      <div className={styles.tools}>
        <ScreenshotButton className={styles.tool} />
        <ThemeButton />
        <Tooltip label={`${navigationWords.help} (?)`} position="right">
          <ActionIcon
            className={styles.tool}
            size="lg"
            aria-label={navigationWords.help}
            onClick={() => toggleKeyboardHelp()}
          >
            <IconHelp size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  );
}

function LostBenchBanner() {
  const state = useBenchConnection();
  if (state.status !== 'lost') return null;
  return (
    <Banner severity="error" title={connectionWords.lostTitle}>
      {connectionWords.lastKnownSince} <TimeText at={new Date(state.since).toISOString()} />.{' '}
      {connectionWords.lostText} {connectionWords.lostHint}{' '}
      <Button variant="default" size="compact-xs" onClick={() => connection?.retryNow()}>
        {connectionWords.retry}
      </Button>
    </Banner>
  );
}

/** Alt with a digit opens a screen, `?` the help. */
function useGlobalKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
      const digit = /^Digit([1-8])$/.exec(event.code)?.[1];
      const screen = event.altKey && digit !== undefined ? screens[Number(digit) - 1] : undefined;
      if (screen !== undefined) {
        event.preventDefault();
        void navigate({ to: screen.to });
      } else if (event.key === '?' && !isTyping(event)) {
        event.preventDefault();
        toggleKeyboardHelp();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate]);
}

/** Long enough for the open screen to have asked for what it shows. */
const preloadDelayMs = 2_000;

/** Fetches the other screens in good time, because a lost bench can no longer give them. */
function usePreloadedScreens(): void {
  const router = useRouter();
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const { to } of screens) void router.preloadRoute({ to });
      void router.preloadRoute({ to: '/stations/$stationId', params: { stationId: '-' } });
      void router.preloadRoute({
        to: '/charge-points/$chargePointId',
        params: { chargePointId: '-' },
      });
    }, preloadDelayMs);
    return () => clearTimeout(timer);
  }, [router]);
}

/** What the native menu of the desktop window offers beyond the page itself: the way to captures and settings. */
function useMenuCommands(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const host = desktopHost();
    if (host === undefined) return;
    void host.announceMenuCommands(['import-capture', 'export-capture', 'open-settings']);
    return host.onMenuCommand((command) => {
      const section = command === 'open-settings' ? 'general' : 'captures';
      void navigate({ to: '/settings', search: { section } });
    });
  }, [navigate]);
}

export function Shell() {
  useGlobalKeys();
  useMenuCommands();
  usePreloadedScreens();
  useAppliedTheme();
  useScreenshotEffects();
  const screenshot = useScreenshotMode().on;
  const settings = useQuery(orpc.bench.settings.queryOptions()).data;
  const lost = useBenchConnection().status === 'lost';
  return (
    <TimeDisplayContext value={settings?.timeDisplay ?? 'local'}>
      <div className={styles.shell}>
        <a className={styles.skip} href="#screen">
          {navigationWords.skip}
        </a>
        <Rail />
        <div className={styles.banners}>
          <LostBenchBanner />
          <RecordingBanner />
          <LockedBanner />
          <FaultBanner />
          <ScreenshotBanner />
        </div>
        <main
          className={styles.screen}
          id="screen"
          tabIndex={-1}
          data-last-known={lost || undefined}
        >
          <LastKnownContext value={lost}>
            <ScreenOrUnlock key={screenshot ? 'screenshot' : 'plain'} />
          </LastKnownContext>
        </main>
        <StatusBar />
        <KeyboardHelp />
      </div>
    </TimeDisplayContext>
  );
}
