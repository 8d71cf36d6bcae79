/** What is out of the ordinary about the connection: why there is none, what was left unchecked, what is on trial. */
import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { useChargePointAction } from '../../../app/charge-point-actions.ts';
import { ConnectionProblem } from '../../../components/connection-problem.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { headerWords as words } from '../words.ts';
import styles from './page.module.css';

function NotConnected({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, problem, nextAttemptAt, status, attempts } = chargePoint;
  const { act } = useChargePointAction(id);
  const refusedHere = useQuery(orpc.csms.attempts.queryOptions()).data?.some(
    ({ station }) => station === id,
  );
  return (
    <>
      {problem !== undefined && <ConnectionProblem problem={problem} />}
      {refusedHere && (
        <Text size="sm">
          {words.refusedHere}{' '}
          <Link className={texts.link} to="/security" hash="attempts">
            {words.refusedWhy}
          </Link>
        </Text>
      )}
      {status === 'waiting' && nextAttemptAt !== undefined && (
        <Group gap="xs">
          <Text size="sm">
            {words.nextAttempt} <TimeText at={nextAttemptAt} as="time" /> (
            {words.attempts(attempts)})
          </Text>
          <Button variant="default" size="compact-xs" onClick={() => act({ action: 'connect' })}>
            {words.tryNow}
          </Button>
        </Group>
      )}
    </>
  );
}

export function ConnectionTrouble({ chargePoint }: { chargePoint: ChargePointState }) {
  const { insecure, status, profileTrial, problem, nextAttemptAt } = chargePoint;
  const isMissed = status !== 'connected' && (problem ?? nextAttemptAt) !== undefined;
  if (!insecure && profileTrial === undefined && !isMissed) return null;
  return (
    <div className={styles.trouble}>
      {insecure && (
        <div className={styles.caution}>
          <StatusDot tone="warning">
            <strong>{words.insecure}</strong>
          </StatusDot>
          <Text size="sm">{words.insecureText}</Text>
        </div>
      )}
      {profileTrial !== undefined && (
        <div className={styles.caution}>
          <StatusDot tone="warning">
            <strong>{words.trial(profileTrial.from, profileTrial.to)}</strong>
          </StatusDot>
          <Text size="sm">{words.trialText(profileTrial.failures)}</Text>
        </div>
      )}
      {isMissed && <NotConnected chargePoint={chargePoint} />}
    </div>
  );
}
