/** The connectors as lanes over time: which state from when to when, each with the frame that said so. */
import { SegmentedControl, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { ConnectorLane, StatusChange } from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { ColumnTable } from '../../../components/column-table.tsx';
import { formatDateTime, formatTime } from '../../../components/format.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeText, useTimeDisplay } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { FrameLinks } from '../pieces/frame-links.tsx';
import { connectorWords } from '../words.ts';
import styles from './connector-lanes.module.css';
import { laneSegments } from './lane-segments.ts';
import { laneWords as words } from './words.ts';

const minuteMs = 60_000;
const tickMs = 2_000;
const mostRows = 100;
const gridLines = [0, 25, 50, 75];
/** Below this part of the width a name does not fit. */
const namedFromPercent = 6;

type Minutes = keyof typeof words.ranges;
const minutes: readonly Minutes[] = ['10', '60', '360', '1440'];

/** Moves on while somebody looks. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const known = new Set([
  'Available',
  'Preparing',
  'Charging',
  'SuspendedEV',
  'SuspendedEVSE',
  'Finishing',
  'Reserved',
  'Unavailable',
  'Faulted',
]);

const look = (status: string): string => (known.has(status) ? status : 'other');

function Lane({ lane, window }: { lane: ConnectorLane; window: { fromMs: number; toMs: number } }) {
  const navigate = useNavigate();
  const display = useTimeDisplay();
  const segments = laneSegments(lane.changes, window);
  const name = connectorWords.connector(lane.connectorId);
  const clock = (ms: number) => formatTime(new Date(ms).toISOString(), display).slice(0, 8);
  return (
    <div className={styles.lane}>
      <div className={styles.name}>{name}</div>
      <svg className={styles.track} role="img" aria-label={words.lane(name, segments.length)}>
        {segments.map((segment) => (
          <svg
            key={segment.seq}
            x={`${segment.x}%`}
            width={`${segment.width}%`}
            height="100%"
            overflow="hidden"
            aria-hidden
          >
            {/* biome-ignore lint/a11y/noStaticElementInteractions: a short cut for pointers; the table below has the same as links */}
            <rect
              className={styles.segment}
              data-status={look(segment.status)}
              width="100%"
              height="100%"
              onClick={() => void navigate({ to: '/frames', search: { seq: segment.seq } })}
            >
              <title>
                {words.segment(
                  [segment.status, segment.errorCode]
                    .filter(Boolean)
                    .map((part) => visibleText(part ?? ''))
                    .join(', '),
                  clock(segment.fromMs),
                  segment.toMs === window.toMs ? words.now : clock(segment.toMs),
                )}
              </title>
            </rect>
            {segment.width >= namedFromPercent && (
              <text className={styles.text} x="5" y="50%" dominantBaseline="central">
                {visibleText(segment.status)}
              </text>
            )}
          </svg>
        ))}
      </svg>
    </div>
  );
}

function Axis({ fromMs, toMs }: { fromMs: number; toMs: number }) {
  const display = useTimeDisplay();
  const text = (percent: number) =>
    formatDateTime(
      new Date(fromMs + ((toMs - fromMs) * percent) / 100).toISOString(),
      display,
    ).slice(11, 16);
  return (
    <div className={styles.axis} aria-hidden>
      {gridLines.map((percent) => (
        <span key={percent} style={{ left: `${percent}%` }}>
          {text(percent)}
        </span>
      ))}
      <span className={styles.now}>{words.now}</span>
    </div>
  );
}

function Changes({ lanes }: { lanes: readonly ConnectorLane[] }) {
  const all: (StatusChange & { connectorId: number })[] = lanes
    .flatMap(({ connectorId, changes }) => changes.map((change) => ({ ...change, connectorId })))
    .toSorted((left, right) => right.seq - left.seq);
  return (
    <details className={styles.changes}>
      <summary>{words.changes(all.length)}</summary>
      <ColumnTable
        label={words.title}
        columns={[words.at, words.connector, words.status, words.error, words.frame]}
      >
        {all.slice(0, mostRows).map((change) => (
          <Table.Tr key={change.seq}>
            <Table.Td>
              <TimeText at={change.at} />
            </Table.Td>
            <Table.Td>{change.connectorId}</Table.Td>
            <Table.Td>{visibleText(change.status)}</Table.Td>
            <Table.Td>
              {visibleText(
                [change.errorCode, change.vendorErrorCode, change.info]
                  .filter((part) => part !== undefined && part !== 'NoError')
                  .join(', '),
              )}
            </Table.Td>
            <Table.Td>
              <FrameLinks frames={[change.seq]} />
            </Table.Td>
          </Table.Tr>
        ))}
      </ColumnTable>
      {all.length > mostRows && <Text size="sm">{words.newest(mostRows)}</Text>}
    </details>
  );
}

/** The shortest that reaches back to the first change. */
function fittingRange(lanes: readonly ConnectorLane[]): Minutes {
  const first = Math.min(
    ...lanes.flatMap(({ changes }) => changes.slice(0, 1).map(({ at }) => Date.parse(at))),
  );
  const agoMs = Date.now() - first;
  return minutes.find((range) => Number(range) * minuteMs >= agoMs) ?? '1440';
}

function Lanes({ lanes, range }: { lanes: readonly ConnectorLane[]; range: Minutes }) {
  const toMs = useNow();
  const fromMs = toMs - Number(range) * minuteMs;
  const seen = [
    ...new Set(lanes.flatMap(({ changes }) => changes.map(({ status }) => look(status)))),
  ];
  if (seen.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.none}
      </Text>
    );
  }
  return (
    <>
      {lanes.map((lane) => (
        <Lane key={lane.connectorId} lane={lane} window={{ fromMs, toMs }} />
      ))}
      <Axis fromMs={fromMs} toMs={toMs} />
      <ul className={styles.legend} aria-label={words.legend}>
        {seen.map((status) => (
          <li key={status}>
            <span className={styles.swatch} data-status={status} aria-hidden />
            {status}
          </li>
        ))}
      </ul>
      <Changes lanes={lanes} />
    </>
  );
}

export function ConnectorLanes({ station }: { station: StationState }) {
  const [chosen, setChosen] = useState<Minutes>();
  const query = useQuery(orpc.csms.knowledge.queryOptions({ input: { id: station.id } }));
  const range = chosen ?? fittingRange(query.data?.lanes ?? []);
  return (
    <Panel
      title={words.title}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={words.range}
          value={range}
          onChange={(value) => setChosen(minutes.find((known) => known === value))}
          data={minutes.map((value) => ({ value, label: words.ranges[value] }))}
        />
      }
    >
      <Loaded query={query} lines={3}>
        {({ lanes }) => <Lanes lanes={lanes} range={range} />}
      </Loaded>
    </Panel>
  );
}
