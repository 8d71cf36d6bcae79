/**
 * What can be looked at of a charge point that has never come: attempts, name queries, ports, addresses. What cannot be
 * seen from here is said to be unknown.
 */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AttemptSummary, FirstContact } from '../../../../shared/api/attempts-contract.ts';
import { explainConnectionFailure } from '../../../../shared/security/connection-words.ts';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { firstContactWords as words } from '../words.ts';

const refreshMs = 5_000;

function Line({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <li>
      <Text size="sm" component="div">
        <StatusDot tone={tone}>{children}</StatusDot>
      </Text>
    </li>
  );
}

function AttemptLink({ attempt }: { attempt: AttemptSummary }) {
  const { capture, connection, run, at, code, remoteAddress = '' } = attempt;
  const came = code === undefined ? '' : explainConnectionFailure({ code }).title;
  return (
    <Link
      className={texts.link}
      to="/attempts/$capture/$connection"
      params={{ capture, connection: String(connection) }}
      search={{ run }}
    >
      {visibleText(remoteAddress)}, <TimeText at={at} />: {came}
    </Link>
  );
}

function Names({ nameQuery }: Pick<FirstContact, 'nameQuery'>) {
  if (nameQuery === undefined) return <Line tone="info">{words.noNameQuery}</Line>;
  const { name, from, at, outcome } = nameQuery;
  return (
    <Line tone={outcome === 'answered' ? 'good' : 'warning'}>
      {visibleText(words.nameQuery(name, from, outcome))} <TimeText at={at} />
    </Line>
  );
}

function Listeners({ listeners }: Pick<FirstContact, 'listeners'>) {
  if (listeners.length === 0) return <Line tone="error">{words.noListener}</Line>;
  return listeners.map(({ id, port, listening, urls }) => (
    <Line key={id} tone={listening ? 'good' : 'error'}>
      {visibleText(listening ? words.listening(id, port, urls) : words.notListening(id, port))}
    </Line>
  ));
}

export function FirstContactPanel({ station }: { station: string }) {
  const query = useQuery(
    orpc.attempts.firstContact.queryOptions({ input: { station }, refetchInterval: refreshMs }),
  );
  return (
    <Panel title={words.title}>
      <Loaded query={query} lines={4}>
        {({ newest, listeners, addresses, nameQuery, nameless }) => (
          <ul className={texts.list}>
            {newest === undefined ? (
              <Line tone="info">{words.noAttempt}</Line>
            ) : (
              <Line tone="warning">
                {words.attempted} <AttemptLink attempt={newest} />
              </Line>
            )}
            <Names nameQuery={nameQuery} />
            <Listeners listeners={listeners} />
            <Line tone={addresses.length === 0 ? 'error' : 'good'}>
              {words.addresses(addresses.map(({ address }) => address))}
            </Line>
            {nameless.map((attempt) => (
              <Line key={attempt.seq} tone="warning">
                {words.nameless} <AttemptLink attempt={attempt} />
              </Line>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}
