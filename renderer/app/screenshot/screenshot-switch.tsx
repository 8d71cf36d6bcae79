/** The switch of the screenshot mode in the shell, its banner, and what happens to the open screen when it is thrown. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Banner } from '../../components/banner.tsx';
import { benchClient, queryClient } from '../api-client.ts';
import { decodedPart } from './pseudonyms.ts';
import { hideText, toggleScreenshotMode, useScreenshotMode } from './screenshot-mode.ts';
import { screenshotWords as words } from './words.ts';

/** Asks for everything that has names before anything is shown: a text may mention one that comes later. */
async function learnNames(): Promise<void> {
  await Promise.allSettled([
    benchClient.csms.stations(),
    benchClient.csms.idTags(),
    benchClient.chargePoints.list(),
    benchClient.bench.network(),
    benchClient.pki.certificates(),
  ]);
}

/** The address of a page without names, from which headings are made. */
function hiddenAddress(href: string): string {
  const [path = '', ...search] = href.split('?');
  const parts = path.split('/').map((part) => {
    const plain = decodedPart(part);
    const hidden = hideText(plain);
    return hidden === plain ? part : hidden;
  });
  return [parts.join('/'), ...search.map(hideText)].join('?');
}

/** Keeps what is shown in step with the mode. */
export function useScreenshotEffects(): void {
  const router = useRouter();
  const { on, revision } = useScreenshotMode();
  const before = useRef(on);
  // A revision without a change of mode: a name became known, and what is shown may hold it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is what this waits for
  useEffect(() => {
    if (before.current === on) {
      if (on) void queryClient.invalidateQueries();
      return;
    }
    before.current = on;
    void (async () => {
      if (on) {
        await learnNames();
        router.history.replace(hiddenAddress(router.state.location.href));
      } else {
        // The address holds stand-ins that mean nothing any more.
        void router.navigate({ to: '/' });
      }
      await queryClient.resetQueries();
    })();
  }, [on, revision, router]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !event.altKey || !event.shiftKey) return;
      if (event.code !== 'KeyH') return;
      event.preventDefault();
      toggleScreenshotMode();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

export function ScreenshotBanner() {
  if (!useScreenshotMode().on) return null;
  return (
    <Banner severity="warning" title={words.title}>
      {words.banner}{' '}
      <Button variant="default" size="compact-xs" onClick={toggleScreenshotMode}>
        {words.off}
      </Button>
    </Banner>
  );
}

export function ScreenshotButton({ className }: { className: string | undefined }) {
  const { on } = useScreenshotMode();
  const label = on ? words.turnOff : words.turnOn;
  return (
    <Tooltip label={`${label} (Alt+Shift+H)`} position="right">
      <ActionIcon
        className={className}
        size="lg"
        aria-label={label}
        aria-pressed={on}
        onClick={toggleScreenshotMode}
      >
        {on ? <IconCameraOff size={18} /> : <IconCamera size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
