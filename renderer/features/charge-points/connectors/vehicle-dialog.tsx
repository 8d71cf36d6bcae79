/** The vehicle at a connector: what its battery takes. */
import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { VehicleSettings } from '../../../../shared/api/charge-points-contract.ts';
import { useChargePointAction } from '../../../app/charge-point-actions.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { connectorWords as words } from './words.ts';

interface Draft {
  batteryKwh: number | string;
  startSoc: number | string;
  maxPowerW: number | string;
  phases: VehicleSettings['phases'];
}

const within = (value: number | string, least: number, most: number): value is number =>
  typeof value === 'number' && value >= least && value <= most;

function vehicleOf({
  batteryKwh,
  startSoc,
  maxPowerW,
  phases,
}: Draft): VehicleSettings | undefined {
  if (!within(batteryKwh, 0.1, 2000) || !within(maxPowerW, 1, 1_000_000)) return undefined;
  if (startSoc === '') return { batteryKwh, maxPowerW, phases };
  return within(startSoc, 0, 100) ? { batteryKwh, maxPowerW, phases, startSoc } : undefined;
}

export function VehicleDialog({
  id,
  connectorId,
  vehicle,
  opened,
  onClose,
}: {
  id: string;
  connectorId: number;
  vehicle: VehicleSettings;
  opened: boolean;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState<Draft>({ ...vehicle, startSoc: vehicle.startSoc ?? '' });
  const { act } = useChargePointAction(id);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const wanted = vehicleOf(draft);
  const park = (event: FormEvent) => {
    event.preventDefault();
    if (wanted === undefined) return;
    act({ action: 'set-vehicle', connectorId, vehicle: wanted });
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={words.vehicleTitle(connectorId)}>
      <BenchControls>
        <form onSubmit={park}>
          <Stack gap="sm">
            <Group grow align="flex-start">
              <NumberInput
                label={words.battery}
                min={0.1}
                max={2000}
                value={draft.batteryKwh}
                data-autofocus
                onChange={(batteryKwh) => change({ batteryKwh })}
              />
              <NumberInput
                label={words.maxPower}
                min={1}
                max={1_000_000}
                value={draft.maxPowerW}
                onChange={(maxPowerW) => change({ maxPowerW })}
              />
            </Group>
            <NumberInput
              label={words.startSoc}
              description={words.startSocHint}
              min={0}
              max={100}
              value={draft.startSoc}
              onChange={(startSoc) => change({ startSoc })}
            />
            <div>
              <Text size="sm">{words.phases}</Text>
              <SegmentedControl
                aria-label={words.phases}
                data={['1', '2', '3']}
                value={String(draft.phases)}
                onChange={(text) => change({ phases: text === '1' ? 1 : text === '2' ? 2 : 3 })}
              />
            </div>
            {wanted === undefined && (
              <Text size="sm" role="alert">
                {words.numberMissing}
              </Text>
            )}
            <Group gap="xs">
              <Button type="submit" disabled={wanted === undefined}>
                {words.park}
              </Button>
              <Button variant="default" onClick={onClose}>
                {words.cancel}
              </Button>
            </Group>
          </Stack>
        </form>
      </BenchControls>
    </Modal>
  );
}
