/** The questions asked before a capture is begun, renamed or deleted. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CaptureState } from '../../../../shared/api/captures-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { QuestionDialog } from '../../../components/question-dialog.tsx';
import { captureWords as words } from '../words.ts';

export type OpenDialog =
  | { kind: 'begin' }
  | { kind: 'rename'; capture: CaptureState }
  | { kind: 'delete'; capture: CaptureState };

const longestName = 200;

async function capturesMoved(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: orpc.captures.key() }),
    queryClient.invalidateQueries({ queryKey: orpc.bench.state.key() }),
  ]);
}

function BeginForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const begin = useMutation(
    orpc.captures.begin.mutationOptions({
      onSuccess: () => {
        onClose();
        return capturesMoved();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate(name.trim() === '' ? {} : { name: name.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">{words.beginText}</Text>
        <TextInput
          label={words.beginLabel}
          description={words.beginHint}
          maxLength={longestName}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {begin.isError && <ProblemAlert error={begin.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={begin.isPending}>
            {words.beginConfirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function RenameForm({ capture, onClose }: { capture: CaptureState; onClose: () => void }) {
  const [name, setName] = useState(capture.name);
  const rename = useMutation(
    orpc.captures.rename.mutationOptions({
      onSuccess: () => {
        onClose();
        return capturesMoved();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate({ id: capture.id, name: name.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={words.name}
          maxLength={longestName}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
        />
        {rename.isError && <ProblemAlert error={rename.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={name.trim() === ''}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function DeleteQuestion({
  capture,
  onClose,
}: {
  capture: CaptureState | undefined;
  onClose: () => void;
}) {
  const remove = useMutation(
    orpc.captures.delete.mutationOptions({
      onSuccess: () => {
        onClose();
        return capturesMoved();
      },
    }),
  );
  return (
    <QuestionDialog
      opened={capture !== undefined}
      title={words.removeTitle(capture?.name ?? '')}
      confirm={words.remove}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => capture !== undefined && remove.mutate({ id: capture.id })}
      onClose={onClose}
    >
      <Text size="sm">{words.removeText(words.countedFrames(capture?.frames))}</Text>
    </QuestionDialog>
  );
}

export function CaptureDialogs({
  dialog,
  onClose,
}: {
  dialog: OpenDialog | undefined;
  onClose: () => void;
}) {
  const isForm = dialog?.kind === 'begin' || dialog?.kind === 'rename';
  return (
    <>
      <Modal
        opened={isForm}
        onClose={onClose}
        title={dialog?.kind === 'rename' ? words.renameTitle : words.beginTitle}
      >
        {dialog?.kind === 'begin' && <BeginForm onClose={onClose} />}
        {dialog?.kind === 'rename' && <RenameForm capture={dialog.capture} onClose={onClose} />}
      </Modal>
      <DeleteQuestion
        capture={dialog?.kind === 'delete' ? dialog.capture : undefined}
        onClose={onClose}
      />
    </>
  );
}
