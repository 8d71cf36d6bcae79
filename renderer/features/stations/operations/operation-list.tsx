/** Operations of a station, the newest first, or why there are none. */
import { Text } from '@mantine/core';
import type { OperationState } from '../../../../shared/api/csms-operations-contract.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { OperationCard } from './operation-card.tsx';
import styles from './operations.module.css';
import { useOperations } from './use-operations.ts';
import { operationScreenWords as words } from './words.ts';

export function OperationList({
  station,
  which,
}: {
  station: string;
  which: (operation: OperationState) => boolean;
}) {
  const query = useOperations(station);
  return (
    <Loaded query={query} lines={4}>
      {(all) => {
        const shown = all
          .filter(which)
          .toSorted((left, right) => right.startedAt.localeCompare(left.startedAt));
        return (
          <Panel title={words.title} note={shown.length}>
            {shown.length === 0 ? (
              <Text size="sm" c="dimmed">
                {words.none}
              </Text>
            ) : (
              <div className={styles.cards}>
                {shown.map((operation) => (
                  <OperationCard key={operation.id} operation={operation} />
                ))}
              </div>
            )}
          </Panel>
        );
      }}
    </Loaded>
  );
}
