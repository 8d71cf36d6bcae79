/** The refused attempts, newest first, each explained and, where something can be taken over, with Adopt. */

import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { orpc } from '../../app/api-client.ts';
import { Loaded } from '../../components/loaded.tsx';
import texts from '../../components/text.module.css';
import { AttemptItem } from './attempt-item.tsx';
import styles from './security.module.css';
import { attemptsWords as words } from './words.ts';

export function AttemptsTab() {
  const query = useQuery(orpc.csms.attempts.queryOptions());
  return (
    <Stack gap="sm">
      <Loaded query={query} lines={5}>
        {(attempts) =>
          attempts.length === 0 ? (
            <div>
              <Text fw={600}>{words.emptyTitle}</Text>
              <Text size="sm" className={texts.quiet}>
                {words.emptyText}
              </Text>
            </div>
          ) : (
            <ul className={styles.list}>
              {attempts.map((attempt) => (
                <AttemptItem
                  key={`${attempt.listener ?? ''} ${attempt.station} ${attempt.code}`}
                  attempt={attempt}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Text size="sm" className={texts.quiet}>
        {words.tlsNote}{' '}
        <Link className={texts.link} to="/frames" search={{ filter: 'type:failed' }}>
          {words.tlsLink}
        </Link>
      </Text>
    </Stack>
  );
}
