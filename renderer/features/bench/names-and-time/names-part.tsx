/** The name server on the Bench screen: its names, who asked for what, and what nothing answers. */
import { Alert, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MissingName, NamesState } from '../../../../shared/api/names-and-time-contract.ts';
import { sayNameQuery } from '../../../../shared/api/names-and-time-words.ts';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import styles from '../bench.module.css';
import { usePutNames } from './actions.ts';
import { NameForm } from './name-form.tsx';
import { AskedItem, AskedList, ServerPart } from './server-part.tsx';
import { namesWords as words } from './words.ts';

const shownQueries = 5;
const shownMissing = 3;

function Names({ state }: { state: NamesState }) {
  const names = [
    ...state.benchNames.map((name) => ({ name, addresses: [] as readonly string[] })),
    ...state.settings.names,
  ];
  return (
    <dl className={styles.summary} aria-label={words.known}>
      {names.map(({ name, addresses }) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt className={texts.wire}>{name}</dt>
          <dd>{addresses.length === 0 ? words.bench : addresses.join(', ')}</dd>
        </div>
      ))}
    </dl>
  );
}

function Missing({
  missing: { name, from },
  busy,
  onAnswer,
}: {
  missing: MissingName;
  busy: boolean;
  onAnswer: () => void;
}) {
  const forTime = /(^|[.-])(s?ntp|time)([.\d-]|$)/i.test(name);
  return (
    <Alert color="amber" variant="light" p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {words.missing(from, visibleText(name))} {forTime && words.missingTime}
        </Text>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={words.answerOf(visibleText(name))}
          disabled={busy}
          onClick={onAnswer}
        >
          {words.answer}
        </Button>
      </Group>
    </Alert>
  );
}

function Queries({ state }: { state: NamesState }) {
  return (
    <AskedList
      title={words.queries}
      none={words.none}
      link={
        <Link className={texts.link} to="/frames" search={{ filter: 'type:name' }}>
          {words.allQueries}
        </Link>
      }
    >
      {state.queries.slice(0, shownQueries).map((query) => (
        <AskedItem key={query.seq} asked={query}>
          {query.from} · {visibleText(sayNameQuery(query))}
        </AskedItem>
      ))}
    </AskedList>
  );
}

export function NamesPart({ state }: { state: NamesState }) {
  const put = usePutNames();
  const { settings, missing } = state;
  const answer = (name: string) =>
    put.mutate({
      names: [...settings.names, { name: name.replace(/\.$/, ''), addresses: [] }],
    });
  const more = missing.length - shownMissing;
  return (
    <ServerPart
      {...{ words, state, put }}
      form={(onDone) => <NameForm state={state} onDone={onDone} />}
    >
      <Names state={state} />
      {missing.slice(0, shownMissing).map((one) => (
        <Missing
          key={`${one.name} ${one.from}`}
          missing={one}
          busy={put.isPending}
          onAnswer={() => answer(one.name)}
        />
      ))}
      {more > 0 && (
        <Text size="xs" className={texts.quiet}>
          {words.otherMissing(more)}
        </Text>
      )}
      <Queries state={state} />
    </ServerPart>
  );
}
