/** The emulated charge points without a chosen one: how all of them are, or how to begin. */
import { Button, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { speakProblem } from '../../../shared/api/problem-words.ts';
import {
  explainConnectionFailure,
  isConnectionFailureCode,
} from '../../../shared/security/connection-words.ts';
import { orpc } from '../../app/api-client.ts';
import { formatCount, formatPower } from '../../components/format.ts';
import layout from '../../components/list-and-detail.module.css';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import texts from '../../components/text.module.css';
import { chargePointStatusWords, profileWords } from '../../components/words.ts';
import { ChargePointsLayout } from './charge-points-layout.tsx';
import styles from './charge-points-screen.module.css';
import { outletsOf, tally } from './list/charge-point-choice.ts';
import { listWords as words } from './words.ts';

function None({ onAdd }: { onAdd: () => void }) {
  return (
    <Stack className={layout.message} gap="sm" align="flex-start">
      <Title order={2}>{words.emptyTitle}</Title>
      <Text size="sm">{words.emptyText}</Text>
      <Button onClick={onAdd}>{words.addLong}</Button>
      <Link className={texts.link} to="/">
        {words.toBench}
      </Link>
    </Stack>
  );
}

function titleOf(problem: NonNullable<ChargePointState['problem']>): string {
  return isConnectionFailureCode(problem.code)
    ? explainConnectionFailure(problem).title
    : speakProblem(problem).message;
}

type Tally = readonly (readonly [string, number])[];

function Counts({ heading, counts }: { heading: string; counts: Tally }) {
  if (counts.length === 0) return null;
  return (
    <div>
      <dt>{heading}</dt>
      {counts.map(([what, value]) => (
        <dd key={what}>
          <strong>{formatCount(value)}</strong> {what}
        </dd>
      ))}
    </div>
  );
}

function Fleet({ chargePoints }: { chargePoints: readonly ChargePointState[] }) {
  const outlets = chargePoints.flatMap(outletsOf);
  const powerW = outlets.reduce((sum, connector) => sum + (connector.powerW ?? 0), 0);
  const waiting = chargePoints.reduce((sum, one) => sum + one.waitingSecurityEvents, 0);
  return (
    <Panel title={words.fleetTitle} note={words.fleetNote(chargePoints.length)}>
      <dl className={styles.fleet}>
        <Counts
          heading={words.connection}
          counts={tally(chargePoints, ({ status }) => chargePointStatusWords[status])}
        />
        <Counts
          heading={words.registration}
          counts={tally(chargePoints, ({ registration }) => registration ?? words.notRegistered)}
        />
        <Counts heading={words.connectors} counts={tally(outlets, ({ status }) => status)} />
        <Counts
          heading={words.profiles}
          counts={tally(chargePoints, ({ settings }) =>
            profileWords.short(settings.securityProfile),
          )}
        />
        <Counts
          heading={words.problems}
          counts={tally(chargePoints, ({ status, problem }) =>
            status === 'connected' || problem === undefined ? undefined : titleOf(problem),
          )}
        />
        <div>
          <dt>{words.powerNow}</dt>
          <dd>{formatPower(powerW)}</dd>
        </div>
        {waiting > 0 && (
          <div>
            <dt>{words.waiting}</dt>
            <dd>{formatCount(waiting)}</dd>
          </div>
        )}
      </dl>
      <Text size="sm" mt="md" className={texts.quiet}>
        {words.pick}
      </Text>
    </Panel>
  );
}

export function ChargePointsScreen() {
  const { add: adds } = useSearch({ from: '/charge-points' });
  const query = useQuery(orpc.chargePoints.list.queryOptions());
  return (
    <ChargePointsLayout adds={adds === true}>
      {(add) => (
        <Loaded query={query} lines={6}>
          {(known) => (known.length === 0 ? <None onAdd={add} /> : <Fleet chargePoints={known} />)}
        </Loaded>
      )}
    </ChargePointsLayout>
  );
}
