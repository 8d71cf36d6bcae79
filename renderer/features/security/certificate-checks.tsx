/** Serial number of one station, the two switchable checks of its certificate, and whether it comes from the factory. */
import { Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { notifyProblem } from '../../components/notify-problem.ts';
import { usePutStation } from './use-put-station.ts';
import { credentialsWords as words } from './words.ts';

type CheckName = 'checkSerialNumber' | 'checkOrganisation' | 'factory';

const checks: readonly { name: CheckName; label: string; hint: string }[] = [
  {
    name: 'checkSerialNumber',
    label: words.checkSerialNumber,
    hint: words.checkSerialNumberHint,
  },
  {
    name: 'checkOrganisation',
    label: words.checkOrganisation,
    hint: words.checkOrganisationHint,
  },
  { name: 'factory', label: words.factory, hint: words.factoryHint },
];

export function CertificateChecks({ station }: { station: StationState }) {
  const put = usePutStation(station.id);
  const known = station.serialNumber ?? '';
  const [serialNumber, setSerialNumber] = useState(known);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const entered = serialNumber.trim();
    put.mutate({ serialNumber: entered === '' ? null : entered }, { onError: notifyProblem });
  };
  return (
    <Stack gap="md">
      <form onSubmit={save}>
        <Group gap="xs" align="flex-end">
          <TextInput
            miw={320}
            label={words.serialNumber}
            description={words.serialNumberHint}
            spellCheck={false}
            maxLength={64}
            value={serialNumber}
            onChange={(event) => setSerialNumber(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={put.isPending}
            disabled={serialNumber.trim() === known}
          >
            {words.save}
          </Button>
        </Group>
      </form>
      {checks.map(({ name, label, hint }) => (
        <Switch
          key={name}
          label={label}
          description={hint}
          checked={station[name]}
          onChange={(event) =>
            put.mutate({ [name]: event.currentTarget.checked }, { onError: notifyProblem })
          }
        />
      ))}
    </Stack>
  );
}
