/** One listener of the local CSMS: where, which profiles, how many connections, what is wrong and what to do. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ListenerState } from '../../../shared/api/csms-contract.ts';
import type { Problem } from '../../../shared/api/problem.ts';
import { orpc } from '../../app/api-client.ts';
import { KeyLogSwitch } from '../../app/key-log-switch.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { ProfileBadge } from '../../components/profile-badge.tsx';
import { StatusDot, type StatusTone } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import { TimeText } from '../../components/time-text.tsx';
import { visibleText } from '../../components/visible-text.ts';
import styles from './bench.module.css';
import { usePutListener, useStopListener } from './csms-actions.ts';
import { FixCommand } from './fix-command.tsx';
import { advancedChanges, draftOfListener, requestOfDraft } from './listener-draft.ts';
import { csmsWords, listenerWords as words } from './words.ts';

const tones: Record<ListenerState['status'], StatusTone> = {
  listening: 'good',
  failed: 'error',
  stopped: 'off',
};

/** What the system says about a port that could not be taken. */
function PortAnswer({ port }: { port: number }) {
  const answer = useQuery(orpc.bench.reachability.queryOptions({ input: { port } })).data;
  if (answer === undefined) return null;
  const { holder, fixCommand } = answer;
  return (
    <>
      {holder !== undefined && <Text size="sm">{words.holder(holder.name, holder.pid)}</Text>}
      {fixCommand !== undefined && <FixCommand command={fixCommand} />}
    </>
  );
}

/** The place is the listener itself, and its heading says which one that is. */
const withoutPlace = ({ where: _where, ...problem }: Problem): Problem => problem;

function Failure({ listener }: { listener: ListenerState }) {
  const put = usePutListener();
  const request = requestOfDraft(draftOfListener(listener));
  const start = (port: number) => put.mutate({ ...request, port }, { onError: notifyProblem });
  if (listener.problem === undefined) return null;
  return (
    <Stack gap="xs">
      <ProblemAlert
        problem={
          listener.problem.where === listener.id ? withoutPlace(listener.problem) : listener.problem
        }
      />
      {listener.status === 'failed' && (
        <>
          {listener.port > 0 && <PortAnswer port={listener.port} />}
          <Group gap="xs">
            <Button
              variant="default"
              loading={put.isPending}
              onClick={() => start(listener.settings.port)}
            >
              {words.again}
            </Button>
            <Button variant="default" disabled={put.isPending} onClick={() => start(0)}>
              {words.anotherPort}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

function Remarks({ listener }: { listener: ListenerState }) {
  const { settings } = listener;
  const changed = advancedChanges(draftOfListener(listener));
  const remarks = [
    ...(listener.status === 'listening' ? [csmsWords.connections(listener.connections)] : []),
    ...(settings.host === '::' || settings.host === '0.0.0.0'
      ? [words.everywhere(settings.host)]
      : []),
    ...(settings.tlsPolicy === 'rehearsal' ? [words.rehearsal] : []),
    ...(changed > 0 ? [words.advanced(changed)] : []),
  ];
  return (
    <Group gap="4px 8px">
      {settings.securityProfiles.map((profile) => (
        <ProfileBadge key={profile} profile={profile} />
      ))}
      <Text size="xs" className={texts.quiet}>
        {remarks.join(' · ')}
      </Text>
      {settings.legacyTls && (
        <Text size="xs" span>
          <StatusDot tone="warning">{words.legacy}</StatusDot>
        </Text>
      )}
    </Group>
  );
}

/** Certificates that a person chose or that live for hours only; what is wrong with any of them. */
function Shown({
  listener: { certificates = [], findings = [], settings },
}: {
  listener: ListenerState;
}) {
  const isTold =
    settings.certificates !== undefined || settings.certificateValidityHours !== undefined;
  if (findings.length === 0 && !isTold) return null;
  return (
    <Stack gap={4}>
      {isTold &&
        certificates.map(({ family, entry, subject, notAfter }) => (
          <Text size="xs" key={family}>
            {visibleText(words.shows(family, entry !== undefined, subject))}{' '}
            <TimeText at={notAfter} />
          </Text>
        ))}
      {findings.length > 0 && <FindingList findings={findings} />}
    </Stack>
  );
}

export function ListenerItem({
  listener,
  onChange,
}: {
  listener: ListenerState;
  onChange: () => void;
}) {
  const stop = useStopListener();
  const { id, settings, status, port } = listener;
  return (
    <li className={styles.item}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <StatusDot tone={tones[status]}>
            <strong>{words[status]}</strong> {words.place(settings.host, port)}
          </StatusDot>
          <Group gap="xs" ml="auto">
            {status === 'listening' &&
              settings.securityProfiles.some((profile) => profile >= 2) && (
                <KeyLogSwitch target={{ listener: id }} on={listener.keyLog === true} />
              )}
            <Button
              variant="default"
              size="compact-xs"
              aria-label={words.changeOf(id)}
              onClick={onChange}
            >
              {words.change}
            </Button>
            <Button
              variant="default"
              size="compact-xs"
              aria-label={status === 'listening' ? words.stopOf(id) : words.removeOf(id)}
              loading={stop.isPending}
              onClick={() => stop.mutate({ id })}
            >
              {status === 'listening' ? words.stop : words.remove}
            </Button>
          </Group>
        </Group>
        <Remarks listener={listener} />
        <Shown listener={listener} />
        <Failure listener={listener} />
      </Stack>
    </li>
  );
}
