/** The clock of the CSMS and the ids of transactions, as a person wants them to be wrong. Takes effect at once. */
import { Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CsmsPolicy, TransactionIdPolicy } from '../../../../shared/api/csms-policy.ts';
import { orpc, queryClient, useBenchConnection } from '../../../app/api-client.ts';
import { CommittedNumberInput, CommittedTextInput } from '../../../components/committed-input.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { readIds } from './rule-draft.ts';
import { answerWords as words } from './words.ts';

type Mode = TransactionIdPolicy['mode'];
const modes: readonly Mode[] = ['counter', 'fixed', 'sequence'];

const first: Record<Mode, TransactionIdPolicy> = {
  counter: { mode: 'counter', from: 1 },
  fixed: { mode: 'fixed', transactionId: 1 },
  sequence: { mode: 'sequence', transactionIds: [1] },
};

const lowest = -2_147_483_648;
const highest = 2_147_483_647;
const century = 3_153_600_000;

export function ClockAndIds({ policy }: { policy: CsmsPolicy }) {
  const [isBadList, setBadList] = useState(false);
  const isOnline = useBenchConnection().status === 'online';
  const save = useMutation(
    orpc.csms.setPolicy.mutationOptions({
      onSuccess: (state) => queryClient.setQueryData(orpc.csms.get.queryKey(), state),
      onError: notifyProblem,
    }),
  );
  const { transactionIds: ids } = policy;
  const saveIds = (transactionIds: TransactionIdPolicy) => save.mutate({ transactionIds });
  return (
    <Panel title={words.policy}>
      <Stack gap="sm" maw={420}>
        <Text size="sm" c="dimmed">
          {words.policyText}
        </Text>
        <CommittedNumberInput
          label={words.skewLabel}
          description={words.skewHint}
          disabled={!isOnline}
          suffix={words.seconds}
          min={-century}
          max={century}
          value={policy.currentTimeSkewS}
          onCommit={(currentTimeSkewS) => save.mutate({ currentTimeSkewS })}
        />
        <Select
          label={words.ids}
          disabled={!isOnline}
          value={ids.mode}
          onChange={(value) => {
            const mode = modes.find((known) => known === value);
            if (mode !== undefined) saveIds(first[mode]);
          }}
          data={modes.map((value) => ({ value, label: words.idModes[value] }))}
        />
        {ids.mode === 'counter' && (
          <CommittedNumberInput
            label={words.from}
            disabled={!isOnline}
            min={1}
            max={highest}
            value={ids.from}
            onCommit={(from) => saveIds({ mode: 'counter', from })}
          />
        )}
        {ids.mode === 'fixed' && (
          <CommittedNumberInput
            label={words.fixed}
            disabled={!isOnline}
            min={lowest}
            max={highest}
            value={ids.transactionId}
            onCommit={(transactionId) => saveIds({ mode: 'fixed', transactionId })}
          />
        )}
        {ids.mode === 'sequence' && (
          <CommittedTextInput
            label={words.list}
            disabled={!isOnline}
            error={isBadList ? words.badList : undefined}
            value={ids.transactionIds.join(', ')}
            onCommit={(text) => {
              const transactionIds = readIds(text);
              setBadList(transactionIds === undefined);
              if (transactionIds !== undefined) saveIds({ mode: 'sequence', transactionIds });
            }}
          />
        )}
        <Link to="/stations" search={{ view: 'id-tags' }}>
          {words.toPolicy}
        </Link>
      </Stack>
    </Panel>
  );
}
