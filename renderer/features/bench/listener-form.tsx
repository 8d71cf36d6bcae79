/** Fills in a new listener or changes a running one. */
import {
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { ListenerState } from '../../../shared/api/csms-contract.ts';
import { securityProfiles } from '../../../shared/security/security-profiles.ts';
import { FoldedPart } from '../../components/folded-part.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { profileChoices } from '../../components/words.ts';
import { usePutListener } from './csms-actions.ts';
import {
  advancedChanges,
  faultsOfDraft,
  type ListenerDraft,
  numberLimits,
  reopensPort,
  requestOfDraft,
} from './listener-draft.ts';
import { ListenerOptions } from './listener-options.tsx';
import { listenerFormWords as words } from './words.ts';

const profiles = [0, 1, 2, 3] as const satisfies readonly SecurityProfile[];

interface FieldProps {
  draft: ListenerDraft;
  change: (part: Partial<ListenerDraft>) => void;
}

function ProfileChoice({ draft, change }: FieldProps) {
  const fault = faultsOfDraft(draft).securityProfiles;
  const chosen = draft.securityProfiles;
  return (
    <Checkbox.Group
      label={words.profiles}
      description={words.profilesHint}
      size="xs"
      error={fault && words.faults[fault]}
      value={chosen.map(String)}
      onChange={(texts) =>
        change({ securityProfiles: profiles.filter((profile) => texts.includes(String(profile))) })
      }
    >
      <SimpleGrid cols={2} spacing="sm" verticalSpacing={8} mt={6}>
        {profiles.map((profile) => (
          <Checkbox
            key={profile}
            size="xs"
            value={String(profile)}
            label={`${profile} · ${profileChoices[profile].short} (${securityProfiles[profile].scheme}://)`}
          />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}

function Place({ draft, change }: FieldProps) {
  const faults = faultsOfDraft(draft);
  return (
    <Group align="flex-start" gap="md" wrap="nowrap">
      <NumberInput
        w={130}
        label={words.port}
        description={words.portHint}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        max={numberLimits.port.max}
        value={draft.port}
        error={faults.port && words.faults[faults.port]}
        onChange={(port) => change({ port: typeof port === 'number' ? port : '' })}
      />
      <TextInput
        flex={1}
        label={words.host}
        description={words.hostHint}
        value={draft.host}
        error={faults.host && words.faults[faults.host]}
        onChange={(event) => change({ host: event.currentTarget.value })}
      />
    </Group>
  );
}

function Advanced({ draft, change }: FieldProps) {
  const changed = advancedChanges(draft);
  return (
    <FoldedPart label={changed > 0 ? words.advancedChanged(changed) : words.advanced}>
      <ListenerOptions draft={draft} change={change} />
    </FoldedPart>
  );
}

export function ListenerForm({
  initial,
  running,
  onDone,
}: {
  initial: ListenerDraft;
  /** The listener that is changed. */
  running?: ListenerState;
  /** Called when it was applied or given up; without it the form has no Cancel. */
  onDone?: () => void;
}) {
  const [draft, setDraft] = useState(initial);
  const put = usePutListener();
  const change = (part: Partial<ListenerDraft>) => setDraft({ ...draft, ...part });
  const faulty = Object.keys(faultsOfDraft(draft)).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!faulty) put.mutate(requestOfDraft(draft), { onSuccess: () => onDone?.() });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ProfileChoice draft={draft} change={change} />
        <Place draft={draft} change={change} />
        <Advanced draft={draft} change={change} />
        {running?.status === 'listening' &&
          (reopensPort(draft, running) ? (
            <Alert color="amber" variant="light">
              {words.reopens(running.connections)}
            </Alert>
          ) : (
            <Text size="xs" c="dimmed">
              {words.keeps}
            </Text>
          ))}
        {put.isError && <ProblemAlert error={put.error} />}
        <Group gap="xs">
          <Button type="submit" disabled={faulty} loading={put.isPending}>
            {running === undefined ? words.start : words.apply}
          </Button>
          {onDone !== undefined && (
            <Button variant="default" onClick={onDone}>
              {words.cancel}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
