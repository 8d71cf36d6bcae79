/** Adds a station before it connects; what more it needs is set on the Security screen. */
import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import {
  type SecurityProfile,
  securityProfiles,
} from '../../../shared/security/security-profiles.ts';
import { orpc, queryClient } from '../../app/api-client.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';

import { addWords as words } from './words.ts';

const unbound = 'unbound';

const profileChoices = [
  { value: unbound, label: words.anyProfile },
  ...Object.values(securityProfiles).map(({ profile, name }) => ({
    value: String(profile),
    label: `${profile}: ${name}`,
  })),
];

function profileOf(choice: string): SecurityProfile | undefined {
  return Object.values(securityProfiles).find(({ profile }) => String(profile) === choice)?.profile;
}

function AddForm({ known, onClose }: { known: readonly string[]; onClose: () => void }) {
  const [identity, setIdentity] = useState('');
  const [choice, setChoice] = useState(unbound);
  const navigate = useNavigate();
  const add = useMutation(
    orpc.csms.putStation.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: orpc.csms.stations.key() });
        onClose();
        await navigate({ to: '/stations/$stationId', params: { stationId: id } });
      },
    }),
  );
  const exists = known.includes(identity);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const securityProfile = profileOf(choice);
    add.mutate({ id: identity, ...(securityProfile === undefined ? {} : { securityProfile }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={words.identity}
          description={words.identityHint}
          error={exists ? words.exists : undefined}
          value={identity}
          onChange={(event) => setIdentity(event.currentTarget.value)}
          maxLength={255}
          spellCheck={false}
          required
          data-autofocus
        />
        <Select
          label={words.profile}
          data={profileChoices}
          value={choice}
          onChange={(value) => setChoice(value ?? unbound)}
        />
        <Text size="xs" c="dimmed">
          {words.profileHint}
        </Text>
        {add.isError && <ProblemAlert error={add.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={identity === '' || exists}>
            {words.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function AddStation({
  opened,
  onClose,
  known,
}: {
  opened: boolean;
  onClose: () => void;
  /** Identities that are taken. */
  known: readonly string[];
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.title}>
      <AddForm known={known} onClose={onClose} />
    </Modal>
  );
}
