/** Connection attempts: the refused ones with Adopt, each reason once, then all of them with their autopsies. */

import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../app/api-client.ts';
import { Loaded } from '../../components/loaded.tsx';
import texts from '../../components/text.module.css';
import { AttemptItem } from './attempt-item.tsx';
import { AttemptList } from './autopsy/attempt-list.tsx';
import { attemptListWords } from './autopsy/words.ts';
import styles from './security.module.css';
import { attemptsWords as words } from './words.ts';

export function AttemptsTab() {
  const query = useQuery(orpc.csms.attempts.queryOptions());
  return (
    <Stack gap="sm">
      <h2 className={styles.heading}>{attemptListWords.adoptable}</h2>
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
      <h2 className={styles.heading}>{attemptListWords.title}</h2>
      <AttemptList />
    </Stack>
  );
}
