/** Client certificates for many charge points in one go: a series of serial numbers, or a list. */
import {
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useCallback, useState } from 'react';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import {
  type BatchDraft,
  faultsOfBatch,
  requestOfBatch,
  stationsOfBatch,
  usualBatch,
} from './batch-draft.ts';
import { IssuerField, KeyTypeField, ValidityFields } from './shared-fields.tsx';
import { createWords, validityWords, batchWords as words } from './words.ts';

interface FieldProps {
  draft: BatchDraft;
  change: (part: Partial<BatchDraft>) => void;
}

const numberOf = (value: string | number): number | '' => (typeof value === 'number' ? value : '');

function Series({ draft, change }: FieldProps) {
  return (
    <Group grow align="flex-start">
      <TextInput
        label={words.prefix}
        maxLength={150}
        spellCheck={false}
        value={draft.prefix}
        onChange={(event) => change({ prefix: event.currentTarget.value })}
      />
      <NumberInput
        label={words.first}
        allowDecimal={false}
        allowNegative={false}
        value={draft.first}
        onChange={(value) => change({ first: numberOf(value) })}
      />
      <NumberInput
        label={words.digits}
        min={1}
        max={20}
        allowDecimal={false}
        value={draft.digits}
        onChange={(value) => change({ digits: numberOf(value) })}
      />
      <NumberInput
        label={words.count}
        min={1}
        max={10_000}
        allowDecimal={false}
        value={draft.count}
        onChange={(value) => change({ count: numberOf(value) })}
      />
    </Group>
  );
}

function Serials({ draft, change, tried }: FieldProps & { tried: boolean }) {
  const stations = stationsOfBatch(draft);
  const fault = faultsOfBatch(draft, stations).stations;
  const first = stations[0]?.serialNumber ?? '';
  const last = stations.at(-1)?.serialNumber ?? '';
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={words.source}
        value={draft.source}
        data={[
          { value: 'series', label: words.sources.series },
          { value: 'list', label: words.sources.list },
        ]}
        onChange={(source) => change({ source: source === 'list' ? 'list' : 'series' })}
      />
      {draft.source === 'series' ? (
        <Series draft={draft} change={change} />
      ) : (
        <Textarea
          label={words.list}
          description={words.listHint}
          rows={8}
          spellCheck={false}
          classNames={{ input: texts.wire ?? '' }}
          value={draft.list}
          onChange={(event) => change({ list: event.currentTarget.value })}
        />
      )}
      {fault === undefined ? (
        <Text size="sm" className={texts.quiet}>
          {words.preview(first, last, stations.length)}
        </Text>
      ) : (
        (tried || fault !== 'none-given') && (
          <Text size="sm" c="var(--bench-error)" role="alert">
            {words.faults[fault]}
          </Text>
        )
      )}
    </Stack>
  );
}

function BatchForm({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(usualBatch);
  const [tried, setTried] = useState(false);
  const change = useCallback(
    (part: Partial<BatchDraft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  );
  const setIssuer = useCallback((issuer: string) => change({ issuer }), [change]);
  const stations = stationsOfBatch(draft);
  const faults = faultsOfBatch(draft, stations);
  const create = useMutation(
    orpc.pki.createBatch.mutationOptions({
      onSuccess: async ({ total }) => {
        await queryClient.invalidateQueries({ queryKey: orpc.pki.key() });
        notifications.show({ color: 'green', message: words.created(total) });
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length === 0) create.mutate(requestOfBatch(draft, stations));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm">{words.intro}</Text>
        <IssuerField
          value={draft.issuer}
          error={faults.issuer && createWords.faults[faults.issuer]}
          onChange={setIssuer}
        />
        <Serials draft={draft} change={change} tried={tried} />
        <TextInput
          label={createWords.organisation}
          description={createWords.organisationHint}
          maxLength={200}
          value={draft.organisation}
          onChange={(event) => change({ organisation: event.currentTarget.value })}
        />
        <KeyTypeField value={draft.keyType} onChange={(keyType) => change({ keyType })} />
        <ValidityFields draft={draft} change={change} usual={validityWords.usualLeaf} />
        {create.isError && <ProblemAlert error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {createWords.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.create(stations.length)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function BatchDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size={620}>
      <BenchControls>{opened && <BatchForm onClose={onClose} />}</BenchControls>
    </Modal>
  );
}
