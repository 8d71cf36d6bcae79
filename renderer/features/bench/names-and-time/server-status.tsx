/** On, off or why not: the head of one of the two servers, with what the system says about its UDP port. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { NamesState, TimeState } from '../../../../shared/api/names-and-time-contract.ts';
import { speakProblem } from '../../../../shared/api/problem-words.ts';
import { orpc } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { FixCommand } from '../fix-command.tsx';
import { listenerWords } from '../words.ts';
import { namesAndTimeWords as words } from './words.ts';

type ServerState = NamesState | TimeState;

const tones: Record<ServerState['status'], StatusTone> = {
  on: 'good',
  off: 'off',
  failed: 'error',
};

const dnsPort = 53;

/** Who has the port, which right is missing, and what the firewall does. */
function PortAnswer({ port, failed }: { port: number; failed: boolean }) {
  const input = { port, protocol: 'udp' as const };
  const answer = useQuery(orpc.bench.reachability.queryOptions({ input })).data;
  if (answer === undefined) return null;
  const { holder, fixCommand, firewall } = answer;
  return (
    <>
      {failed && holder !== undefined && (
        <Text size="sm">{listenerWords.holder(holder.name, holder.pid)}</Text>
      )}
      {failed && fixCommand !== undefined && <FixCommand command={fixCommand} />}
      {firewall?.blocked && (
        <FixCommand command={firewall.command} text={words.firewall(firewall.network)} />
      )}
    </>
  );
}

function Places({ state }: { state: ServerState }) {
  const open = state.places.filter(({ problem }) => problem === undefined);
  const failed = state.places.filter(({ problem }) => problem !== undefined);
  return (
    <>
      <Text size="sm" className={texts.quiet}>
        {words.at(
          state.port,
          open.map(({ address }) => address),
        )}
      </Text>
      {failed.map(({ address, problem }) => (
        <Text key={address} size="sm" className={texts.quiet}>
          {words.placeFailed(address)} {problem && speakProblem(problem).message}
        </Text>
      ))}
    </>
  );
}

function Failure({
  state,
  busy,
  onStart,
}: {
  state: ServerState;
  busy: boolean;
  onStart: (port: number) => void;
}) {
  const { problem, settings } = state;
  if (problem === undefined) return null;
  return (
    <Stack gap="xs">
      <ProblemAlert problem={problem} />
      {problem.code === 'port-in-use' && settings.port === dnsPort && (
        <Text size="sm">{words.reserved}</Text>
      )}
      <Group gap="xs">
        <Button variant="default" loading={busy} onClick={() => onStart(settings.port)}>
          {words.again}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => onStart(0)}>
          {words.anotherPort}
        </Button>
      </Group>
    </Stack>
  );
}

export function ServerHead({
  title,
  server,
  offText,
  state,
  busy,
  onStart,
  onStop,
  onSettings,
}: {
  title: string;
  /** As it is called inside a sentence. */
  server: string;
  offText: string;
  state: ServerState;
  busy: boolean;
  onStart: (port: number) => void;
  onStop: () => void;
  onSettings: () => void;
}) {
  const { status, port, settings } = state;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <strong>{title}</strong>
          <StatusDot tone={tones[status]}>{words.statuses[status]}</StatusDot>
        </Group>
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-xs"
            aria-label={words.settingsOf(server)}
            onClick={onSettings}
          >
            {words.settings}
          </Button>
          <Button
            variant="default"
            size="compact-xs"
            aria-label={settings.enabled ? words.offOf(server) : words.onOf(server)}
            loading={busy}
            onClick={() => (settings.enabled ? onStop() : onStart(settings.port))}
          >
            {settings.enabled ? words.off : words.on}
          </Button>
        </Group>
      </Group>
      {status === 'off' && (
        <Text size="sm" className={texts.quiet}>
          {offText}
        </Text>
      )}
      {status === 'on' && <Places state={state} />}
      {status === 'failed' && <Failure state={state} busy={busy} onStart={onStart} />}
      {status !== 'off' && port > 0 && <PortAnswer port={port} failed={status === 'failed'} />}
    </Stack>
  );
}
