/** The tab Charging: the profiles that were set, a new one, and the schedule they make together. */
import { Button, Stack, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { ChargingProfileState } from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { ColumnTableOrNone } from '../../../components/column-table.tsx';
import { formatDateTime } from '../../../components/format.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeText, useTimeDisplay } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import pieces from '../pieces/pieces.module.css';
import { ActionOutcome, useAction, useCanAsk } from '../pieces/use-action.tsx';
import { CompositePanel } from './composite-panel.tsx';
import { ProfileForm } from './profile-form.tsx';
import { readSchedule } from './schedule-points.ts';
import { chargingWords as words } from './words.ts';

const shownLimits = 4;

const text = (value: unknown): string =>
  value === undefined || typeof value === 'object' ? '' : visibleText(String(value));

function limitsOf(profile: ChargingProfileState['profile']): string {
  const schedule = readSchedule(profile.chargingSchedule);
  if (schedule === undefined) return '';
  const limits = schedule.periods.slice(0, shownLimits).map(({ limit }) => limit);
  const more = schedule.periods.length > shownLimits ? ' …' : '';
  return `${limits.join(' → ')}${more} ${schedule.unit}`;
}

function Profiles({
  station,
  profiles,
}: {
  station: StationState;
  profiles: readonly ChargingProfileState[];
}) {
  const action = useAction(station);
  const canAsk = useCanAsk(station);
  const display = useTimeDisplay();
  const validity = ({ validFrom, validTo }: ChargingProfileState['profile']): string => {
    const parts = [
      typeof validFrom === 'string' ? words.from(formatDateTime(validFrom, display)) : undefined,
      typeof validTo === 'string' ? words.to(formatDateTime(validTo, display)) : undefined,
    ].filter((part) => part !== undefined);
    return parts.length === 0 ? words.always : parts.join(' ');
  };
  return (
    <Panel
      title={words.set}
      note={profiles.length}
      actions={
        <Button
          variant="default"
          disabled={!canAsk}
          loading={action.pending}
          onClick={() => action.send('ClearChargingProfile', {})}
        >
          {words.clearAll}
        </Button>
      }
    >
      <Stack gap="xs">
        <ColumnTableOrNone
          label={words.set}
          columns={[
            words.connector,
            words.id,
            words.purpose,
            words.stack,
            words.kind,
            words.limits,
            words.validity,
            words.at,
            words.actions,
          ]}
          minWidth={680}
          none={`${words.none} ${words.noneText}`}
        >
          {profiles.map(({ connectorId, profile, at }) => {
            const id = Number(profile.chargingProfileId);
            return (
              <Table.Tr key={`${connectorId} ${id}`}>
                <Table.Td>{connectorId}</Table.Td>
                <Table.Td>{text(profile.chargingProfileId)}</Table.Td>
                <Table.Td>{text(profile.chargingProfilePurpose)}</Table.Td>
                <Table.Td>{text(profile.stackLevel)}</Table.Td>
                <Table.Td>
                  {text(profile.chargingProfileKind)} {text(profile.recurrencyKind)}
                </Table.Td>
                <Table.Td>{limitsOf(profile)}</Table.Td>
                <Table.Td>{validity(profile)}</Table.Td>
                <Table.Td>
                  <TimeText at={at} as="time" />
                </Table.Td>
                <Table.Td>
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={words.clearOf(id)}
                    disabled={!canAsk || action.pending}
                    onClick={() => action.send('ClearChargingProfile', { id })}
                  >
                    {words.clear}
                  </Button>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </ColumnTableOrNone>
        <ActionOutcome sent={action.sent} />
      </Stack>
    </Panel>
  );
}

export function ChargingTab({ station }: { station: StationState }) {
  const query = useQuery(orpc.csms.knowledge.queryOptions({ input: { id: station.id } }));
  return (
    <Loaded query={query} lines={10}>
      {({ chargingProfiles, compositeSchedules }) => {
        const ids = chargingProfiles.map(({ profile }) => Number(profile.chargingProfileId) || 0);
        return (
          <div className={pieces.stack}>
            <Profiles station={station} profiles={chargingProfiles} />
            <CompositePanel station={station} known={compositeSchedules} />
            <ProfileForm station={station} nextId={Math.max(0, ...ids) + 1} />
          </div>
        );
      }}
    </Loaded>
  );
}
