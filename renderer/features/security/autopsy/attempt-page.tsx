/** The page of one connection attempt: what happened in one sentence, who has to act, then every step with its evidence. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { AttemptAutopsy } from '../../../../shared/api/attempts-contract.ts';
import { autopsyText } from '../../../../shared/security/autopsy/autopsy-text.ts';
import { headlineOf, outcomeWords } from '../../../../shared/security/autopsy/autopsy-words.ts';
import { faultTitle } from '../../../../shared/security/handshake-fault-words.ts';
import { orpc } from '../../../app/api-client.ts';
import { isTyping, useShortcutHelp } from '../../../app/keyboard-help.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { BenchControls } from '../../../components/last-known.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { ProfileBadge } from '../../../components/profile-badge.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { Adopt } from '../attempt-item.tsx';
import styles from './autopsy.module.css';
import { Steps } from './steps.tsx';
import { toneOfOutcome } from './tones.ts';
import { attemptShortcuts, autopsyWords as words } from './words.ts';

/** While it is on its way it is looked at again; once over nothing changes. */
const refreshMs = 1_500;

type Neighbour = AttemptAutopsy['previous'];

export function AttemptPage() {
  const { capture, connection } = useParams({ from: '/attempts/$capture/$connection' });
  const { run } = useSearch({ from: '/attempts/$capture/$connection' });
  const query = useQuery(
    orpc.attempts.get.queryOptions({
      input: { capture, connection: Number(connection), ...(run === undefined ? {} : { run }) },
      refetchInterval: ({ state }) =>
        state.data === undefined || isMoving(state.data) ? refreshMs : false,
    }),
  );
  return (
    <div className={styles.page}>
      <h1 className={texts.hidden}>{words.title(Number(connection))}</h1>
      {query.isError && <BackLink />}
      <Loaded query={query} lines={12}>
        {(data) => <Attempt key={`${data.attempt.run} ${data.attempt.connection}`} data={data} />}
      </Loaded>
    </div>
  );
}

const isMoving = ({ attempt }: AttemptAutopsy): boolean =>
  attempt.outcome === 'begun' || attempt.outcome === 'connected';

function Attempt({ data }: { data: AttemptAutopsy }) {
  useNeighbourKeys(data);
  useShortcutHelp(attemptShortcuts);
  return (
    <Stack gap="md">
      <Top data={data} />
      <Headline data={data} />
      <Steps data={data} />
    </Stack>
  );
}

/** `[` and `]` go to the attempt before and after. */
function useNeighbourKeys({ previous, next }: AttemptAutopsy): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const neighbour = event.key === '[' ? previous : event.key === ']' ? next : undefined;
      if (neighbour === undefined || event.defaultPrevented || isTyping(event)) return;
      event.preventDefault();
      void navigate(addressOf(neighbour));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, previous, next]);
}

const addressOf = ({ capture, connection, run }: NonNullable<Neighbour>) => ({
  to: '/attempts/$capture/$connection' as const,
  params: { capture, connection: String(connection) },
  search: { run },
});

function NeighbourLink({ neighbour, side }: { neighbour: Neighbour; side: 'previous' | 'next' }) {
  const icon = side === 'previous' ? <IconChevronLeft size={16} /> : undefined;
  const iconAfter = side === 'next' ? <IconChevronRight size={16} /> : undefined;
  const shared = {
    variant: 'default',
    size: 'compact-sm',
    leftSection: icon,
    rightSection: iconAfter,
  };
  if (neighbour === undefined) {
    return (
      <Button {...shared} disabled>
        {words[side]}
      </Button>
    );
  }
  return (
    <Button
      {...shared}
      title={words.ofSameStation}
      renderRoot={(props) => <Link {...props} {...addressOf(neighbour)} />}
    >
      {words[side]}
    </Button>
  );
}

function BackLink() {
  return (
    <span className={styles.back}>
      <IconArrowLeft size={14} aria-hidden />
      <Link className={texts.link} to="/security" hash="attempts">
        {words.back}
      </Link>
    </span>
  );
}

function Top({ data: { attempt, autopsy, previous, next } }: { data: AttemptAutopsy }) {
  const { capture, connection } = attempt;
  return (
    <Group justify="space-between" gap="sm">
      <BackLink />
      <Group gap="xs">
        <NeighbourLink neighbour={previous} side="previous" />
        <NeighbourLink neighbour={next} side="next" />
        <Link
          className={texts.link}
          to="/frames"
          search={{ capture, filter: `conn:${connection}` }}
        >
          {words.frames}
        </Link>
        <CopyButton
          value={autopsyText(autopsy, attempt).join('\n')}
          label={words.copyLabel}
          text={words.copy}
        />
      </Group>
    </Group>
  );
}

function Who({ data: { attempt } }: { data: AttemptAutopsy }) {
  const { station, remoteAddress, place = '', role, at, outcome, tls, securityProfile } = attempt;
  return (
    <Group gap="sm">
      <StatusDot tone={toneOfOutcome(outcome)}>{outcomeWords[outcome]}</StatusDot>
      <Text fw={600} span>
        {station === undefined ? words.noIdentity : visibleText(station)}
      </Text>
      <Text size="sm" span className={texts.quiet}>
        {visibleText(
          role === 'csms' ? words.from(remoteAddress ?? '?', place) : words.dialled(place),
        )}
      </Text>
      {securityProfile !== undefined && <ProfileBadge profile={securityProfile} />}
      {tls !== undefined && <Text size="sm">{tls.version}</Text>}
      <Text size="sm" className={texts.quiet} span>
        <TimeText at={at} />
      </Text>
    </Group>
  );
}

function Headline({ data }: { data: AttemptAutopsy }) {
  const { attempt, autopsy } = data;
  const { what, meaning, side, todo, facts } = headlineOf(autopsy);
  const { refusal } = attempt;
  return (
    <section className={styles.headline} data-tone={toneOfOutcome(attempt.outcome)}>
      <Stack gap="xs">
        <Who data={data} />
        {autopsy.tampered && (
          <Text size="sm">
            <StatusDot tone="warning">
              {autopsy.fault === undefined
                ? words.tampered
                : words.underFault(faultTitle(autopsy.fault))}
            </StatusDot>
          </Text>
        )}
        <div>
          <h2 className={styles.what}>{what}</h2>
          <Text>{visibleText(meaning)}</Text>
        </div>
        {side !== '' && <Text fw={600}>{words.toAct(side)}</Text>}
        {todo.length > 0 && (
          <dl className={styles.todo} aria-label={words.todo}>
            {todo.map(({ side: who, text }) => (
              <div key={who} className={styles.todoRow}>
                <dt>{words.sides[who]}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
        {facts.length > 0 && (
          <ul className={styles.facts} aria-label={words.facts}>
            {facts.map((fact) => (
              <li key={fact}>{visibleText(fact)}</li>
            ))}
          </ul>
        )}
        {refusal !== undefined && (
          <BenchControls>
            <Adopt attempt={refusal} />
          </BenchControls>
        )}
      </Stack>
    </section>
  );
}
