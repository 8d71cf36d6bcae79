/** How signing requests are decided, for all stations or for one. */
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  SigningPolicies,
  SigningPolicy,
} from '../../../../shared/api/signing-requests-contract.ts';
import { rsaSignatures, signatureHashes } from '../../../../shared/security/key-types.ts';
import { signingModes } from '../../../../shared/security/signing-request-choices.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import { Choice } from '../create/shared-fields.tsx';
import { AuthorityField } from './authority-field.tsx';
import { DeliveryFields } from './delivery-fields.tsx';
import { policyWords as words } from './words.ts';

function Form({
  policies,
  station,
  onClose,
}: {
  policies: SigningPolicies;
  station: string | undefined;
  onClose: () => void;
}) {
  const own = station === undefined ? undefined : policies.stations[station];
  const [draft, setDraft] = useState<SigningPolicy>({ ...policies.policy, ...own });
  const change = (part: Partial<SigningPolicy>) => setDraft((before) => ({ ...before, ...part }));
  const options = {
    onSuccess: (state: SigningPolicies) => {
      queryClient.setQueryData(orpc.signingRequests.policies.queryKey(), state);
      onClose();
    },
  };
  const put = useMutation(orpc.signingRequests.putPolicy.mutationOptions(options));
  const putStation = useMutation(orpc.signingRequests.putStationPolicy.mutationOptions(options));
  const removeStation = useMutation(
    orpc.signingRequests.deleteStationPolicy.mutationOptions(options),
  );
  const error = put.error ?? putStation.error ?? removeStation.error;
  const save = () =>
    station === undefined ? put.mutate(draft) : putStation.mutate({ ...draft, station });
  return (
    <Stack gap="sm">
      <div>
        <Choice
          label={words.mode}
          value={draft.mode}
          names={signingModes}
          text={(mode) => words.modes[mode]}
          onChange={(mode) => change({ mode })}
        />
        <Text size="xs" mt={4} className={texts.quiet}>
          {words.modeHints[draft.mode]}
        </Text>
      </div>
      <Choice
        label={words.subject}
        value={draft.subject}
        names={['replace', 'match']}
        text={(subject) => words.subjects[subject]}
        onChange={(subject) => change({ subject })}
      />
      <AuthorityField
        label={words.issuer}
        none={words.byKey}
        value={draft.issuer}
        onChange={(issuer) => change({ issuer })}
      />
      <Group grow align="flex-start">
        <Choice
          label={words.rsaSignature}
          value={draft.rsaSignature}
          names={rsaSignatures}
          text={(name) => words.rsaSignatures[name]}
          onChange={(rsaSignature) => change({ rsaSignature })}
        />
        <Choice
          label={words.hash}
          value={draft.hash}
          names={signatureHashes}
          text={(name) => words.hashes[name]}
          onChange={(hash) => change({ hash })}
        />
        <NumberInput
          label={words.days}
          allowDecimal={false}
          min={-36_500}
          max={36_500}
          value={draft.validityDays}
          onChange={(days) => typeof days === 'number' && change({ validityDays: days })}
        />
      </Group>
      <DeliveryFields delivery={draft} onChange={change} />
      {error !== null && <ProblemAlert error={error} />}
      <Group justify="flex-end">
        {station !== undefined && own !== undefined && (
          <Button variant="default" onClick={() => removeStation.mutate({ station })}>
            {words.asForAll}
          </Button>
        )}
        <Button loading={put.isPending || putStation.isPending} onClick={save}>
          {words.save}
        </Button>
      </Group>
    </Stack>
  );
}

export function PolicyDialog({
  station,
  opened,
  onClose,
}: {
  station?: string;
  opened: boolean;
  onClose: () => void;
}) {
  const query = useQuery({ ...orpc.signingRequests.policies.queryOptions(), enabled: opened });
  const title = station === undefined ? words.title : words.titleStation(visibleText(station));
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg">
      <BenchControls>
        <Loaded query={query} lines={8}>
          {(policies) => <Form policies={policies} station={station} onClose={onClose} />}
        </Loaded>
      </BenchControls>
    </Modal>
  );
}
