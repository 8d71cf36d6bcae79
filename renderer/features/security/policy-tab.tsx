/** Who may connect at all, and whose certificates are accepted. Switches apply at once, names with Save. */
import { Button, Group, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import { orpc, queryClient } from '../../app/api-client.ts';
import { Loaded } from '../../components/loaded.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { Panel } from '../../components/panel.tsx';
import { policyWords as words } from './words.ts';

const longestName = 64;

function useSetPolicy() {
  return useMutation(
    orpc.csms.setPolicy.mutationOptions({
      onSuccess: (state) => queryClient.setQueryData(orpc.csms.get.queryKey(), state),
      onError: notifyProblem,
    }),
  );
}

function Admission({ policy }: { policy: CsmsPolicy }) {
  const set = useSetPolicy();
  return (
    <Panel title={words.admission}>
      <Stack gap="md">
        <Switch
          label={words.knownOnly}
          description={words.knownOnlyHint}
          checked={policy.knownOnly}
          onChange={(event) => set.mutate({ knownOnly: event.currentTarget.checked })}
        />
        <Switch
          label={words.acceptHexText}
          description={words.acceptHexTextHint}
          checked={policy.acceptHexText}
          onChange={(event) => set.mutate({ acceptHexText: event.currentTarget.checked })}
        />
      </Stack>
    </Panel>
  );
}

function Organisations({ policy }: { policy: CsmsPolicy }) {
  const set = useSetPolicy();
  const [cpoName, setCpoName] = useState(policy.cpoName);
  const [trusted, setTrusted] = useState(policy.trustedOrganisations);
  const tooLong = (name: string) => name.length > longestName;
  const nameFault =
    cpoName.trim() === '' ? words.missing : tooLong(cpoName) ? words.long : undefined;
  const trustedFault = trusted.some(tooLong) ? words.long : undefined;
  const same =
    cpoName.trim() === policy.cpoName &&
    JSON.stringify(trusted) === JSON.stringify(policy.trustedOrganisations);
  const save = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { cpoName: cpoName.trim(), trustedOrganisations: trusted },
      { onSuccess: () => notifications.show({ color: 'green', message: words.saved }) },
    );
  };
  return (
    <Panel title={words.organisations}>
      <form onSubmit={save}>
        <Stack gap="md" maw={620}>
          <TextInput
            label={words.cpoName}
            description={words.cpoNameHint}
            value={cpoName}
            error={nameFault}
            onChange={(event) => setCpoName(event.currentTarget.value)}
          />
          <TagsInput
            label={words.trusted}
            description={words.trustedHint}
            value={trusted}
            error={trustedFault}
            acceptValueOnBlur
            onChange={setTrusted}
          />
          <Group>
            <Button
              type="submit"
              loading={set.isPending}
              disabled={same || nameFault !== undefined || trustedFault !== undefined}
            >
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

export function PolicyTab() {
  const query = useQuery(orpc.csms.get.queryOptions());
  return (
    <Loaded query={query} lines={6}>
      {({ policy }) => (
        <Stack gap="md">
          <Admission policy={policy} />
          {/* Another window may change the names: the form starts again from what holds now. */}
          <Organisations
            key={JSON.stringify([policy.cpoName, policy.trustedOrganisations])}
            policy={policy}
          />
        </Stack>
      )}
    </Loaded>
  );
}
