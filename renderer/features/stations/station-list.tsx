/** All stations with their live state, to choose one. */
import { Button, SegmentedControl, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type RefObject, useState } from 'react';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { stationTabs } from '../../app/addresses.ts';
import styles from '../../components/pick-list.module.css';
import { PickList } from '../../components/pick-list.tsx';
import { StatusDot } from '../../components/status-dot.tsx';
import { visibleText } from '../../components/visible-text.ts';
import { AddStation } from './add-station.tsx';
import { isRunning, stationsShown } from './stations-shown.ts';
import { stationsWords as words } from './words.ts';

/** The line under the identity: what the charge point is, or that it never said. */
function describe({ vendor, model, connected, lastSeen }: StationState): string {
  const product = [vendor, model].filter((part) => part !== undefined).join(' ');
  if (product !== '') return visibleText(product);
  return connected || lastSeen !== undefined ? '' : words.neverSeen;
}

function StationRow({ station }: { station: StationState }) {
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
      className={styles.link}
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
      <span className={styles.line}>{describe(station)}</span>
    </Link>
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
    <>
      <PickList
        {...{ words, search, text, selected }}
        onText={setText}
        items={shown}
        noneFits={shown.length === 0 && stations.length > 0}
        onShowAll={showAll}
        tools={
          <>
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
          </>
        }
      >
        {(station) => <StationRow station={station} />}
      </PickList>
      <AddStation
        opened={adding}
        onClose={() => setAdding(false)}
        known={stations.map(({ id }) => id)}
      />
    </>
  );
}
