/** Everything sent to this station in this session, newest first; choosing one shows its outcome. */
import { Button, Table } from '@mantine/core';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { outcomeWords as words } from '../words.ts';
import type { SentCall } from './call-log.ts';
import { FrameLinks, Latency, OutcomeLine } from './outcome-line.tsx';
import styles from './send-action.module.css';
import { forgetCalls } from './sent-calls.ts';

export function CallHistory({
  station,
  calls,
  shown,
  onShow,
}: {
  station: string;
  calls: readonly SentCall[];
  /** Id of the call whose outcome is shown. */
  shown: number | undefined;
  onShow: (sent: SentCall) => void;
}) {
  return (
    <>
      <div className={styles.history}>
        <Table aria-label={words.history} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.at}</Table.Th>
              <Table.Th>{words.action}</Table.Th>
              <Table.Th>{words.outcome}</Table.Th>
              <Table.Th>{words.latency}</Table.Th>
              <Table.Th>{words.frames}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {calls.map((sent) => (
              <Table.Tr
                key={sent.id}
                className={styles.row}
                data-shown={sent.id === shown || undefined}
              >
                <Table.Td>
                  <TimeText at={sent.sentAt} as="time" />
                </Table.Td>
                <Table.Td>
                  <button
                    type="button"
                    className={styles.actionName}
                    aria-pressed={sent.id === shown}
                    onClick={() => onShow(sent)}
                  >
                    {visibleText(sent.action)}
                  </button>
                </Table.Td>
                <Table.Td>
                  <OutcomeLine sent={sent} />
                </Table.Td>
                <Table.Td>
                  <Latency sent={sent} />
                </Table.Td>
                <Table.Td>
                  <FrameLinks sent={sent} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Button variant="default" size="compact-xs" mt="xs" onClick={() => forgetCalls(station)}>
        {words.clear}
      </Button>
    </>
  );
}
