/** Versions of everything that matters for a report of a fault, and the way to the keyboard help. */
import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BenchState } from '../../../shared/api/bench-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { toggleKeyboardHelp } from '../../app/keyboard-help.tsx';
import { desktopHost } from '../../components/desktop-host.ts';
import { formatDuration } from '../../components/format.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { FactTable } from './fact-table.tsx';
import { aboutWords as words } from './words.ts';

/** Null in a browser. */
function useDesktopInformation() {
  return useQuery({
    queryKey: ['desktop-information'],
    queryFn: async () => (await desktopHost()?.information()) ?? null,
  }).data;
}

/** Milliseconds, of whole seconds: nobody wants the time since the start to the hundredth. */
const wholeSecondsSince = (at: string): number =>
  Math.floor((Date.now() - Date.parse(at)) / 1_000) * 1_000;

function Versions({ state }: { state: BenchState }) {
  const desktop = useDesktopInformation();
  const { health, startedAt, supervised } = state;
  return (
    <FactTable
      facts={[
        [words.benchpoint, health.version],
        [words.node, health.node],
        [words.tls, health.tls],
        [words.sqlite, health.sqlite],
        [words.platform, health.platform],
        [words.electron, desktop?.electronVersion],
        [words.chromium, desktop?.chromiumVersion],
        [words.started, <TimeText key="started" at={startedAt} />],
        [words.uptime, formatDuration(wholeSecondsSince(startedAt))],
        [words.supervised, supervised ? words.byDesktop : words.byCommand],
        [words.restarts, desktop?.restarts],
      ]}
    />
  );
}

export function AboutSection() {
  const state = useQuery(orpc.bench.state.queryOptions());
  return (
    <>
      <Panel title={words.title}>
        <Stack gap="sm">
          <Loaded query={state} lines={7}>
            {(known) => <Versions state={known} />}
          </Loaded>
          <Text size="sm" c="dimmed">
            {words.notCertification}
          </Text>
        </Stack>
      </Panel>
      <Panel
        title={words.keyboard}
        actions={
          <Button variant="default" onClick={() => toggleKeyboardHelp(true)}>
            {words.showKeys}
          </Button>
        }
      >
        <Text size="sm">{words.keyboardText}</Text>
      </Panel>
    </>
  );
}
