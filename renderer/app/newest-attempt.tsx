/**
 * A link to the autopsy of the newest connection attempt of a charge point, on whichever page is about it.
 * Knows the address of that page, nothing of what it shows.
 */
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { outcomeWords } from '../../shared/security/autopsy/autopsy-words.ts';
import { explainConnectionFailure } from '../../shared/security/connection-words.ts';
import texts from '../components/text.module.css';
import { TimeText } from '../components/time-text.tsx';
import { orpc } from './api-client.ts';
import { newestAttemptWords as words } from './words.ts';

const refreshMs = 3_000;

/** Shows nothing while there is no attempt. `by`: as a listener saw it, or as our emulated charge point made it. */
export function NewestAttempt({ station, by }: { station: string; by: 'csms' | 'charge-point' }) {
  const query = useQuery(
    orpc.attempts.list.queryOptions({
      input: { station, role: by, limit: 1 },
      refetchInterval: refreshMs,
    }),
  );
  const attempt = query.data?.attempts[0];
  if (attempt === undefined) return null;
  const { capture, connection, run, at, outcome, code } = attempt;
  const came =
    code === undefined ? outcomeWords[outcome] : explainConnectionFailure({ code }).title;
  return (
    <Text size="sm">
      {words.newest} <TimeText at={at} />: {came}.{' '}
      <Link
        className={texts.link}
        to="/attempts/$capture/$connection"
        params={{ capture, connection: String(connection) }}
        search={{ run }}
      >
        {words.open}
      </Link>
    </Text>
  );
}
