/** What the CSMS does differently for this station; credentials are on the Security screen. */
import { Select, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { orpc, queryClient, useBenchConnection } from '../../../app/api-client.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { connectionFactWords, policyWords, stationSettingsWords as words } from '../words.ts';
import styles from './station-overview.module.css';

const asPolicy = 'policy';
const statuses = ['Accepted', 'Pending', 'Rejected'] as const;

function BootAnswer({ station }: { station: StationState }) {
  const policy = useQuery(orpc.csms.get.queryOptions()).data?.policy;
  const isOnline = useBenchConnection().status === 'online';
  const save = useMutation(
    orpc.csms.putStation.mutationOptions({
      onSuccess: (saved) =>
        queryClient.setQueryData(orpc.csms.station.queryKey({ input: { id: saved.id } }), saved),
      onError: notifyProblem,
    }),
  );
  return (
    <Select
      label={words.boot}
      description={words.bootHint}
      maw={420}
      disabled={!isOnline}
      data={[
        { value: asPolicy, label: words.asPolicy(policy?.bootStatus ?? '…') },
        ...statuses.map((status) => ({ value: status, label: policyWords.bootTexts[status] })),
      ]}
      value={station.bootStatus ?? asPolicy}
      onChange={(value) =>
        save.mutate({
          id: station.id,
          bootStatus: statuses.find((status) => status === value) ?? null,
        })
      }
    />
  );
}

export function StationSettings({ station }: { station: StationState }) {
  const checked = (isChecked: boolean) => (isChecked ? words.checked : words.notChecked);
  const facts: [name: string, value: string][] = [
    [
      connectionFactWords.profile,
      station.securityProfile === undefined
        ? connectionFactWords.unbound
        : connectionFactWords.boundTo(station.securityProfile),
    ],
    [connectionFactWords.serialNumber, station.serialNumber ?? connectionFactWords.notSaid],
    [words.checkSerial, checked(station.checkSerialNumber)],
    [words.checkOrganisation, checked(station.checkOrganisation)],
  ];
  return (
    <Stack gap="md">
      <Panel title={words.title}>
        <BootAnswer station={station} />
      </Panel>
      <Panel
        title={words.credentialsTitle}
        actions={<Link to="/security">{words.toSecurity}</Link>}
      >
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {words.credentialsText}
          </Text>
          <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0}>
            <Table.Tbody>
              {facts.map(([name, value]) => (
                <Table.Tr key={name}>
                  <Table.Th className={styles.fact} w={220}>
                    {name}
                  </Table.Th>
                  <Table.Td className={styles.value}>{value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
      </Panel>
    </Stack>
  );
}
