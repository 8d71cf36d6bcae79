/** All emulated charge points, to choose one. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type RefObject, useState } from 'react';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { type ChargePointTab, chargePointTabs } from '../../../app/addresses.ts';
import { ChargePointStatus } from '../../../components/charge-point-status.tsx';
import styles from '../../../components/pick-list.module.css';
import { PickList } from '../../../components/pick-list.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { listWords as words } from '../words.ts';
import {
  type ChargePointChoice,
  chargePointsShown,
  connectorsInShort,
  outletsOf,
} from './charge-point-choice.ts';

/** The part that is open stays open from one to the next. */
function sameTab(tab: string | undefined): { tab?: ChargePointTab } {
  const known = chargePointTabs.find((name) => name === tab);
  return known === undefined ? {} : { tab: known };
}

function Row({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, status, settings, problem } = chargePoint;
  const outlets = outletsOf(chargePoint);
  const charging = outlets.filter((connector) => connector.status === 'Charging').length;
  const faulted = outlets.filter((connector) => connector.status === 'Faulted').length;
  return (
    <Link
      to="/charge-points/$chargePointId"
      params={{ chargePointId: id }}
      search={({ tab }) => sameTab(tab)}
      className={styles.link}
    >
      <span className={styles.dot}>
        <ChargePointStatus status={status} compact />
      </span>
      <span className={styles.identity}>{visibleText(id)}</span>
      <span className={styles.marks}>
        {charging > 0 && <StatusDot tone="busy" label={words.charging(charging)} />}
        {faulted > 0 && <StatusDot tone="error" label={words.faulted(faulted)} />}
        {status !== 'connected' && problem !== undefined && (
          <StatusDot tone="error" label={words.notConnectedWhy} />
        )}
        <span className={styles.profile}>P{settings.securityProfile}</span>
      </span>
      <span className={styles.line}>{connectorsInShort(chargePoint)}</span>
    </Link>
  );
}

const choices: readonly { value: ChargePointChoice; label: string }[] = [
  { value: 'all', label: words.all },
  { value: 'connected', label: words.connected },
  { value: 'troubled', label: words.troubled },
];

export function ChargePointList({
  chargePoints,
  selected,
  search,
  onAdd,
}: {
  chargePoints: readonly ChargePointState[];
  selected: string | undefined;
  search: RefObject<HTMLInputElement | null>;
  onAdd: () => void;
}) {
  const [text, setText] = useState('');
  const [choice, setChoice] = useState<ChargePointChoice>('all');
  const shown = chargePointsShown(chargePoints, text, choice);
  const showAll = () => {
    setText('');
    setChoice('all');
  };
  return (
    <PickList
      {...{ words, search, text, selected }}
      onText={setText}
      items={shown}
      noneFits={shown.length === 0 && chargePoints.length > 0}
      onShowAll={showAll}
      tools={
        <>
          <Button
            variant="default"
            aria-label={words.addLong}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={onAdd}
          >
            {words.add}
          </Button>
          <SegmentedControl
            className={styles.which}
            size="xs"
            fullWidth
            aria-label={words.which}
            value={choice}
            onChange={setChoice}
            data={[...choices]}
          />
        </>
      }
    >
      {(chargePoint) => <Row chargePoint={chargePoint} />}
    </PickList>
  );
}
