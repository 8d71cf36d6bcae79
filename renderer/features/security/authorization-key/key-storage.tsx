/** How the bench keeps the key of a station: as it is or as a salted hash; and which keys the station had before. */

import { List, Stack, Switch, Text } from '@mantine/core';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { usePutStation } from '../use-put-station.ts';
import { storageWords as words } from './words.ts';

export function KeyStorage({ station }: { station: StationState }) {
  const put = usePutStation(station.id);
  const { keepsKeyHashOnly, keyIsHash, formerKeys } = station;
  return (
    <Stack gap="sm">
      {keyIsHash && (
        <Text size="sm">
          {words.isHash}
          {!keepsKeyHashOnly && ` ${words.staysHash}`}
        </Text>
      )}
      <Switch
        label={words.hashOnly}
        description={words.hashOnlyHint}
        checked={keepsKeyHashOnly}
        disabled={put.isPending}
        onChange={(event) =>
          put.mutate({ keepKeyHashOnly: event.currentTarget.checked }, { onError: notifyProblem })
        }
      />
      {formerKeys.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {words.former}
          </Text>
          <List size="sm" listStyleType="none">
            {formerKeys.map(({ bytes, replacedAt }) => (
              <List.Item key={replacedAt}>
                {words.formerText(bytes)} <TimeText at={replacedAt} />
              </List.Item>
            ))}
          </List>
          <Text size="xs" className={texts.quiet}>
            {words.formerHint}
          </Text>
        </div>
      )}
    </Stack>
  );
}
