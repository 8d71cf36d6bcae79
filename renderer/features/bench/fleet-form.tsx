/** What a fleet is started with. */
import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '../../app/api-client.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { ProfilePicker } from '../../components/profile-picker.tsx';
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { useStartFleet } from './fleet-actions.ts';
import { type FleetDraft, isComplete, needsKey, usualFleet } from './fleet-draft.ts';
import { fleetWords as words } from './fleet-words.ts';

const largestFleet = 20_000;
const highestRate = 5000;

interface FieldsProps {
  draft: FleetDraft;
  set: (change: Partial<FleetDraft>) => void;
}

function KeyFields({ draft, set }: FieldsProps) {
  return (
    <Group align="flex-end" gap="sm" wrap="nowrap">
      <PasswordInput
        className={styles.grow}
        label={words.key}
        description={words.keyHint}
        autoComplete="off"
        value={draft.key}
        onChange={(event) => set({ key: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.keyForm}
        value={draft.keyForm}
        onChange={(keyForm) => set({ keyForm })}
        data={[
          { value: 'text', label: words.keyForms.text },
          { value: 'hex', label: words.keyForms.hex },
        ]}
      />
    </Group>
  );
}

/** Where the fleet connects, on which profile, with which credentials. */
function TargetFields({ draft, set }: FieldsProps) {
  const { target, securityProfile, url } = draft;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={words.target}
        value={target}
        onChange={(chosen) => set({ target: chosen })}
        data={[
          { value: 'local', label: words.targets.local },
          { value: 'elsewhere', label: words.targets.elsewhere },
        ]}
      />
      <ProfilePicker
        value={securityProfile}
        onChange={(chosen) => set({ securityProfile: chosen })}
      />
      {target === 'local' ? (
        <Text size="xs" className={texts.quiet}>
          {words.localHints[securityProfile]}
        </Text>
      ) : (
        <TextInput
          label={words.url}
          description={securityProfile === 3 ? words.urlHintCertificate : words.urlHint}
          value={url}
          placeholder={securityProfile >= 2 ? 'wss://csms.example/' : 'ws://csms.example/'}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
      )}
      {needsKey(draft) && <KeyFields draft={draft} set={set} />}
    </>
  );
}

export function FleetForm({ onDone }: { onDone: () => void }) {
  const profiles = useQuery(orpc.chargePointProfiles.list.queryOptions()).data ?? [];
  const start = useStartFleet();
  const [draft, setDraft] = useState<FleetDraft>(usualFleet);
  const set = (change: Partial<FleetDraft>) => setDraft((before) => ({ ...before, ...change }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(draft, { onSuccess: onDone });
      }}
    >
      <Stack gap="sm">
        <TargetFields draft={draft} set={set} />
        <TextInput
          label={words.ids}
          description={words.idsHint}
          value={draft.ids}
          onChange={(event) => set({ ids: event.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <NumberInput
            label={words.count}
            min={1}
            max={largestFleet}
            allowDecimal={false}
            thousandSeparator=","
            value={draft.count}
            onChange={(value) => set({ count: Number(value) || 1 })}
          />
          <NumberInput
            label={words.rate}
            min={1}
            max={highestRate}
            value={draft.bootsPerS}
            onChange={(value) => set({ bootsPerS: Number(value) || 1 })}
          />
        </Group>
        <Select
          label={words.profile}
          placeholder={words.profileNone}
          data={profiles.map(({ name }) => name)}
          value={draft.profile}
          onChange={(profile) => set({ profile })}
          clearable
        />
        <Checkbox
          label={words.sessions}
          checked={draft.sessions}
          onChange={(event) => set({ sessions: event.currentTarget.checked })}
        />
        {start.isError && <ProblemAlert error={start.error} />}
        <Group justify="space-between">
          <Text size="sm" className={texts.quiet}>
            {words.size(draft.count)}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onDone}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={!isComplete(draft)} loading={start.isPending}>
              {words.begin}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
