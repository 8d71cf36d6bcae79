/** How the local CSMS answers where a station has no setting of its own. Each change takes effect at once. */
import { Select, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { CsmsPolicy } from '../../../../shared/api/csms-contract.ts';
import { orpc, queryClient, useBenchConnection } from '../../../app/api-client.ts';
import { CommittedNumberInput } from '../../../components/committed-input.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { policyWords as words } from '../words.ts';
import { authorizationStatuses } from './id-tag-form.tsx';

const bootStatuses = ['Accepted', 'Pending', 'Rejected'] as const;

function PolicyForm({ policy }: { policy: CsmsPolicy }) {
  const isOnline = useBenchConnection().status === 'online';
  const save = useMutation(
    orpc.csms.setPolicy.mutationOptions({
      onSuccess: (state) => queryClient.setQueryData(orpc.csms.get.queryKey(), state),
      onError: notifyProblem,
    }),
  );
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.text}
      </Text>
      <Select
        label={words.boot}
        disabled={!isOnline}
        data={bootStatuses.map((status) => ({ value: status, label: words.bootTexts[status] }))}
        value={policy.bootStatus}
        onChange={(value) => {
          const bootStatus = bootStatuses.find((status) => status === value);
          if (bootStatus !== undefined) save.mutate({ bootStatus });
        }}
      />
      <CommittedNumberInput
        label={words.interval}
        description={words.intervalHint}
        disabled={!isOnline}
        suffix={words.seconds}
        min={1}
        max={86_400}
        value={policy.heartbeatIntervalS}
        onCommit={(heartbeatIntervalS) => save.mutate({ heartbeatIntervalS })}
      />
      <Select
        label={words.unknownTag}
        disabled={!isOnline}
        data={[...authorizationStatuses]}
        value={policy.unknownIdTag}
        onChange={(value) => {
          const unknownIdTag = authorizationStatuses.find((status) => status === value);
          if (unknownIdTag !== undefined) save.mutate({ unknownIdTag });
        }}
      />
      <CommittedNumberInput
        label={words.timeout}
        description={words.timeoutHint}
        disabled={!isOnline}
        suffix={words.seconds}
        min={1}
        max={600}
        value={Math.round(policy.callTimeoutMs / 1_000)}
        onCommit={(seconds) => save.mutate({ callTimeoutMs: seconds * 1_000 })}
      />
      <Switch
        label={words.knownOnly}
        description={words.knownOnlyHint}
        disabled={!isOnline}
        checked={policy.knownOnly}
        onChange={(event) => save.mutate({ knownOnly: event.currentTarget.checked })}
      />
    </Stack>
  );
}

export function PolicyPanel() {
  const csms = useQuery(orpc.csms.get.queryOptions());
  return (
    <Panel title={words.title}>
      <Loaded query={csms} lines={8}>
        {({ policy }) => <PolicyForm policy={policy} />}
      </Loaded>
    </Panel>
  );
}
