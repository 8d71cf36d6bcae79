/** All stations with their live state, to choose one. Thousands are as good as ten: only what is seen is laid out. */
import { Button, SegmentedControl, Text, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { stationTabs } from '../../app/routes.tsx';
import { StatusDot } from '../../components/status-dot.tsx';
import { visibleText } from '../../components/visible-text.ts';
import { AddStation } from './add-station.tsx';
import styles from './station-list.module.css';
import { isRunning, stationsShown } from './station-tone.ts';
import { stationsWords as words } from './words.ts';

const rowPixels = 54;

/** The line under the identity: what the charge point is, or that it never said. */
function describe({ vendor, model, connected, lastSeen }: StationState): string {
  const product = [vendor, model].filter((part) => part !== undefined).join(' ');
  if (product !== '') return visibleText(product);
  return connected || lastSeen !== undefined ? '' : words.neverSeen;
}

function StationRow({ station, selected }: { station: StationState; selected: boolean }) {
  const running = station.connected ? station.transactions.filter(isRunning).length : 0;
  const notable = station.findings.filter(({ severity }) => severity !== 'info');
  const worst = notable.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  const profile = station.connectedProfile ?? station.securityProfile;
  return (
    <Link
      to="/stations/$stationId"
      params={{ stationId: station.id }}
      search={({ tab }) => {
        const same = stationTabs.find((name) => name === tab);
        return same === undefined ? {} : { tab: same };
      }}
      className={styles.station}
      data-selected={selected || undefined}
    >
      <span className={styles.dot}>
        <StatusDot
          tone={station.connected ? 'good' : 'off'}
          label={station.connected ? words.connected : words.disconnected}
        />
      </span>
      <span className={styles.identity}>{visibleText(station.id)}</span>
      <span className={styles.marks}>
        {running > 0 && <StatusDot tone="busy" label={words.running(running)} />}
        {notable.length > 0 && <StatusDot tone={worst} label={words.findings(notable.length)} />}
        {profile !== undefined && <span className={styles.profile}>P{profile}</span>}
      </span>
      <span className={styles.product}>{describe(station)}</span>
    </Link>
  );
}

/** Up and down go from station to station, as in any list. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const next = links[links.findIndex((link) => link.matches(':focus')) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

function Rows({
  stations,
  selected,
}: {
  stations: readonly StationState[];
  selected: string | undefined;
}) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: stations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: 10,
  });
  const selectedAt = stations.findIndex(({ id }) => id === selected);
  const firstSelectedAt = useRef(selectedAt);
  useEffect(() => {
    if (firstSelectedAt.current !== -1) {
      rows.scrollToIndex(firstSelectedAt.current, { align: 'auto' });
    }
  }, [rows]);
  return (
    <nav className={styles.scroller} ref={scroller} aria-label={words.list} onKeyDown={moveFocus}>
      <ul className={styles.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const station = stations[index];
          if (station === undefined) return null;
          return (
            <li
              key={station.id}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
              aria-setsize={stations.length}
              aria-posinset={index + 1}
            >
              <StationRow station={station} selected={station.id === selected} />
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

export function StationList({
  stations,
  selected,
  search,
}: {
  stations: readonly StationState[];
  selected: string | undefined;
  search: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState('');
  const [connectedOnly, setConnectedOnly] = useState(false);
  const [adding, setAdding] = useState(false);
  const shown = stationsShown(stations, text, connectedOnly);
  const connected = stations.filter((station) => station.connected).length;
  const showAll = () => {
    setText('');
    setConnectedOnly(false);
  };
  return (
    <div className={styles.list}>
      <div className={styles.tools}>
        <TextInput
          ref={search}
          className={styles.search}
          aria-label={words.search}
          placeholder={words.search}
          title={words.searchHint}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Tooltip label={words.addHint}>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setAdding(true)}
          >
            {words.add}
          </Button>
        </Tooltip>
        <SegmentedControl
          fullWidth
          className={styles.which}
          aria-label={words.show}
          data={[
            { value: 'all', label: words.all(stations.length) },
            { value: 'connected', label: words.online(connected) },
          ]}
          value={connectedOnly ? 'connected' : 'all'}
          onChange={(value) => setConnectedOnly(value === 'connected')}
        />
      </div>
      {shown.length === 0 && stations.length > 0 ? (
        <div className={styles.none}>
          <Text size="sm">{words.noneFits}</Text>
          <Button variant="default" onClick={showAll}>
            {words.showAll}
          </Button>
        </div>
      ) : (
        <Rows stations={shown} selected={selected} />
      )}
      <AddStation
        opened={adding}
        onClose={() => setAdding(false)}
        known={stations.map(({ id }) => id)}
      />
    </div>
  );
}
