/** All connection attempts, newest first, each a link to its autopsy; those that worked included. */
import { Button, Group, SegmentedControl, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AttemptSummary } from '../../../../shared/api/attempts-contract.ts';
import { outcomeWords } from '../../../../shared/security/autopsy/autopsy-words.ts';
import { explainConnectionFailure } from '../../../../shared/security/connection-words.ts';
import { faultTitle } from '../../../../shared/security/handshake-fault-words.ts';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './autopsy.module.css';
import { toneOfOutcome } from './tones.ts';
import { attemptListWords as words } from './words.ts';

const refreshMs = 2_000;
const pageSize = 50;
const typingMs = 250;

type Filter = keyof typeof words.filters;

const isFilter = (value: string): value is Filter => Object.hasOwn(words.filters, value);

export function AttemptList() {
  const [filter, setFilter] = useState<Filter>('all');
  const [station, setStation] = useState('');
  const [wanted] = useDebouncedValue(station.trim(), typingMs);
  const query = useInfiniteQuery(
    orpc.attempts.list.infiniteOptions({
      input: (before: number | undefined) => ({
        outcome: filter,
        limit: pageSize,
        ...(wanted === '' ? {} : { station: wanted }),
        ...(before === undefined ? {} : { before }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ before }) => before,
      refetchInterval: refreshMs,
    }),
  );
  return (
    <Stack gap="sm">
      <Group gap="md" align="flex-end">
        <SegmentedControl
          aria-label={words.filter}
          data={Object.entries(words.filters).map(([value, label]) => ({ value, label }))}
          value={filter}
          onChange={(value) => isFilter(value) && setFilter(value)}
        />
        <TextInput
          label={words.station}
          placeholder={words.stationHint}
          spellCheck={false}
          value={station}
          onChange={(event) => setStation(event.currentTarget.value)}
        />
      </Group>
      <Loaded query={query} lines={5}>
        {({ pages }) => (
          <Rows attempts={pages.flatMap(({ attempts }) => attempts)} filter={filter} />
        )}
      </Loaded>
      {query.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {words.more}
          </Button>
        </div>
      )}
    </Stack>
  );
}

function Rows({ attempts, filter }: { attempts: readonly AttemptSummary[]; filter: Filter }) {
  if (attempts.length === 0) {
    return (
      <Text className={texts.quiet}>{filter === 'all' ? words.empty : words.emptyFailed}</Text>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls by itself has to be reachable by keyboard
    <section className={texts.tableHost} tabIndex={0} aria-label={words.title}>
      <Table verticalSpacing={4} highlightOnHover className={styles.attempts}>
        <Table.Thead>
          <Table.Tr>
            {Object.values(words.columns).map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {attempts.map((attempt) => (
            <Row key={`${attempt.capture} ${attempt.seq}`} attempt={attempt} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function wayOf({ role, remoteAddress = '', place = '' }: AttemptSummary): string {
  return role === 'csms' ? words.from(remoteAddress) : words.dialled(place);
}

function cameOf({ code, securityProfile, tls }: AttemptSummary): string {
  if (code !== undefined) return explainConnectionFailure({ code }).title;
  return securityProfile === undefined
    ? (tls?.version ?? '')
    : words.profile(securityProfile, tls?.version);
}

function Row({ attempt }: { attempt: AttemptSummary }) {
  const { capture, connection, run, at, station, outcome, fault } = attempt;
  return (
    <Table.Tr>
      <Table.Td>
        <Link
          className={texts.link}
          to="/attempts/$capture/$connection"
          params={{ capture, connection: String(connection) }}
          search={{ run }}
          aria-label={words.open(outcomeWords[outcome], connection)}
        >
          <StatusDot tone={toneOfOutcome(outcome)}>{outcomeWords[outcome]}</StatusDot>
        </Link>
      </Table.Td>
      <Table.Td>
        <TimeText at={at} />
      </Table.Td>
      <Table.Td>{station === undefined ? words.noIdentity : visibleText(station)}</Table.Td>
      <Table.Td>{visibleText(wayOf(attempt))}</Table.Td>
      <Table.Td>
        {visibleText(cameOf(attempt))}
        {fault !== undefined && (
          <Text size="xs" className={texts.quiet}>
            {visibleText(words.underFault(faultTitle(fault)))}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
