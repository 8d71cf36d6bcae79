/** The security events that a charge point reported, with what each means. */
import { Table, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SecurityEvent, securityEvents } from '../../../../shared/ocpp/security-events.ts';
import { orpc } from '../../../app/api-client.ts';
import { ColumnTableOrNone } from '../../../components/column-table.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { FrameLinks } from '../pieces/frame-links.tsx';
import pieces from '../pieces/pieces.module.css';
import { eventWords as words } from './words.ts';

const shownEvents = 100;

function known(type: string): SecurityEvent | undefined {
  return securityEvents.find(
    ({ name, otherSpellings }) => name === type || otherSpellings.includes(type),
  );
}

function EventName({ type }: { type: string }) {
  const event = known(type);
  return (
    <Tooltip label={event?.meaning ?? words.unknown} multiline maw={360}>
      <span>
        <StatusDot
          tone={event === undefined ? 'off' : event.critical ? 'warning' : 'info'}
          label={event?.critical === true ? words.critical : words.notCritical}
        >
          {visibleText(type)}
        </StatusDot>
      </span>
    </Tooltip>
  );
}

export function SecurityEvents({ station }: { station: string }) {
  const query = useQuery(
    orpc.csms.securityEvents.queryOptions({ input: { id: station, limit: shownEvents } }),
  );
  return (
    <Loaded query={query} lines={4}>
      {(events) => (
        <Panel title={words.title} note={events.length}>
          <ColumnTableOrNone
            label={words.title}
            columns={[words.at, words.own, words.type, words.info, words.frame]}
            minWidth={560}
            none={`${words.none} ${words.noneText}`}
          >
            {events.map((event) => (
              <Table.Tr key={event.id}>
                <Table.Td>
                  <TimeText at={event.receivedAt} />
                </Table.Td>
                <Table.Td>
                  <TimeText at={event.timestamp} />
                </Table.Td>
                <Table.Td>
                  <EventName type={event.type} />
                </Table.Td>
                <Table.Td className={pieces.wire}>{visibleText(event.techInfo ?? '')}</Table.Td>
                <Table.Td>
                  <FrameLinks frames={[event.seq]} />
                </Table.Td>
              </Table.Tr>
            ))}
          </ColumnTableOrNone>
        </Panel>
      )}
    </Loaded>
  );
}
