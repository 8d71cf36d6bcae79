/** A form for a charging profile, with its limits drawn as they are written. */
import { ActionIcon, Button, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { Panel } from '../../../components/panel.tsx';
import { LineChart } from '../charts/line-chart.tsx';
import { DateTimeInput } from '../pieces/date-time-input.tsx';
import pieces from '../pieces/pieces.module.css';
import { ActionOutcome, useAction, useCanAsk } from '../pieces/use-action.tsx';
import { isRunning } from '../stations-shown.ts';
import styles from './charging.module.css';
import {
  kinds,
  newProfile,
  type PeriodDraft,
  type ProfileDraft,
  profilePayload,
  purposes,
  recurrencies,
} from './profile-draft.ts';
import { readSchedule, schedulePoints } from './schedule-points.ts';
import { chargingWords as words } from './words.ts';

interface PartProps {
  draft: ProfileDraft;
  change: (change: Partial<ProfileDraft>) => void;
}

const optionalNumber = (value: number | string): number | undefined =>
  typeof value === 'number' ? value : undefined;

function pick<Value extends string>(
  values: readonly Value[],
  value: string | null,
): Value | undefined {
  return values.find((known) => known === value);
}

function Identity({ draft, change, station }: PartProps & { station: StationState }) {
  const running = station.transactions.filter(isRunning).map(({ transactionId }) => transactionId);
  return (
    <div className={styles.fields}>
      <NumberInput
        label={words.connector}
        min={0}
        allowDecimal={false}
        value={draft.connectorId}
        onChange={(value) => change({ connectorId: Number(value) })}
      />
      <NumberInput
        label={words.id}
        allowDecimal={false}
        value={draft.chargingProfileId}
        onChange={(value) => change({ chargingProfileId: Number(value) })}
      />
      <NumberInput
        label={words.stack}
        min={0}
        allowDecimal={false}
        value={draft.stackLevel}
        onChange={(value) => change({ stackLevel: Number(value) })}
      />
      <Select
        label={words.purpose}
        data={[...purposes]}
        value={draft.purpose}
        onChange={(value) => {
          const purpose = pick(purposes, value);
          if (purpose !== undefined) change({ purpose, transactionId: running[0] });
        }}
      />
      {draft.purpose === 'TxProfile' && (
        <NumberInput
          label={words.transaction}
          title={words.transactionHint}
          allowDecimal={false}
          value={draft.transactionId ?? ''}
          onChange={(value) => change({ transactionId: optionalNumber(value) })}
        />
      )}
      <Select
        label={words.kind}
        data={[...kinds]}
        value={draft.kind}
        onChange={(value) => change({ kind: pick(kinds, value) ?? draft.kind })}
      />
      {draft.kind === 'Recurring' && (
        <Select
          label={words.recurrency}
          data={[...recurrencies]}
          value={draft.recurrency}
          onChange={(value) => change({ recurrency: pick(recurrencies, value) ?? 'Daily' })}
        />
      )}
    </div>
  );
}

function Times({ draft, change }: PartProps) {
  return (
    <div className={styles.fields}>
      {draft.kind !== 'Relative' && (
        <DateTimeInput
          label={words.start}
          title={words.startHint}
          value={draft.startSchedule}
          onChange={(startSchedule) => change({ startSchedule })}
        />
      )}
      <NumberInput
        label={words.duration}
        title={words.durationHint}
        min={1}
        suffix=" s"
        allowDecimal={false}
        value={draft.durationS ?? ''}
        onChange={(value) => change({ durationS: optionalNumber(value) })}
      />
      <DateTimeInput
        label={words.validFrom}
        value={draft.validFrom}
        onChange={(validFrom) => change({ validFrom })}
      />
      <DateTimeInput
        label={words.validTo}
        value={draft.validTo}
        onChange={(validTo) => change({ validTo })}
      />
      <Select
        label={words.unit}
        data={['A', 'W']}
        value={draft.unit}
        onChange={(value) => change({ unit: value === 'W' ? 'W' : 'A' })}
      />
    </div>
  );
}

function Periods({ draft: { periods }, change }: PartProps) {
  const changeOne = (key: number, changed: Partial<PeriodDraft>) =>
    change({ periods: periods.map((one) => (one.key === key ? { ...one, ...changed } : one)) });
  const add = () => {
    const last = periods.at(-1);
    const key = Math.max(-1, ...periods.map((one) => one.key)) + 1;
    const startPeriod = last === undefined ? 0 : last.startPeriod + 3_600;
    change({ periods: [...periods, { key, startPeriod, limit: last?.limit ?? 16 }] });
  };
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <Text component="legend" size="sm" fw={600}>
        {words.periods}
      </Text>
      <Stack gap={4}>
        {periods.map((period) => (
          <div key={period.key} className={styles.period}>
            <NumberInput
              className={styles.number}
              label={words.periodStart}
              min={0}
              allowDecimal={false}
              value={period.startPeriod}
              onChange={(value) => changeOne(period.key, { startPeriod: Number(value) })}
            />
            <NumberInput
              className={styles.number}
              label={words.limit}
              decimalScale={1}
              value={period.limit}
              onChange={(value) => changeOne(period.key, { limit: Number(value) })}
            />
            <NumberInput
              className={styles.number}
              label={words.phases}
              min={1}
              max={3}
              allowDecimal={false}
              value={period.numberPhases ?? ''}
              onChange={(value) => changeOne(period.key, { numberPhases: optionalNumber(value) })}
            />
            <ActionIcon
              aria-label={words.removePeriod(period.startPeriod)}
              disabled={periods.length === 1}
              onClick={() => change({ periods: periods.filter(({ key }) => key !== period.key) })}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </div>
        ))}
        <Button variant="default" size="compact-xs" w="fit-content" onClick={add}>
          {words.addPeriod}
        </Button>
      </Stack>
    </fieldset>
  );
}

export function ProfileForm({ station, nextId }: { station: StationState; nextId: number }) {
  const [draft, setDraft] = useState(() => newProfile(Date.now(), nextId));
  const action = useAction(station);
  const canAsk = useCanAsk(station);
  const change = (changed: Partial<ProfileDraft>) => setDraft({ ...draft, ...changed });
  const payload = profilePayload(draft);
  const schedule = readSchedule(payload.csChargingProfiles.chargingSchedule);
  const startMs = Date.parse(draft.startSchedule ?? '') || Date.now();
  return (
    <Panel title={words.make}>
      <div className={pieces.two}>
        <Stack gap="sm">
          <Identity draft={draft} change={change} station={station} />
          <Times draft={draft} change={change} />
          <Periods draft={draft} change={change} />
        </Stack>
        <Stack gap="sm">
          {schedule !== undefined && (
            <LineChart
              label={words.preview}
              unit={schedule.unit}
              stepped
              lines={[{ name: words.limit, points: schedulePoints(schedule, startMs) }]}
            />
          )}
          <Button
            w="fit-content"
            disabled={!canAsk}
            loading={action.pending}
            onClick={() => action.send('SetChargingProfile', payload)}
          >
            {words.send}
          </Button>
          <ActionOutcome sent={action.sent} />
        </Stack>
      </div>
    </Panel>
  );
}
