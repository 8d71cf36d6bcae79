/** The questions asked before a scenario is saved under a name or deleted. */
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ScenarioFile } from '../../../shared/api/scenarios-contract.ts';
import { scenarioIdPattern } from '../../../shared/scenario/scenario-id.ts';
import { orpc, queryClient } from '../../app/api-client.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { QuestionDialog } from '../../components/question-dialog.tsx';
import { scenariosWords as words } from './words.ts';

export function scenariosMoved(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: orpc.scenarios.key() });
}

function SaveForm({
  text,
  suggestion,
  onSaved,
  onClose,
}: {
  text: string;
  suggestion: string;
  onSaved: (file: ScenarioFile) => void;
  onClose: () => void;
}) {
  const [id, setId] = useState(suggestion);
  const save = useMutation(
    orpc.scenarios.save.mutationOptions({
      onSuccess: async (file) => {
        await scenariosMoved();
        onSaved(file);
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id, text });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={words.saveName}
          description={words.saveNameHint}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          spellCheck={false}
          maxLength={63}
          required
          data-autofocus
        />
        {save.isError && <ProblemAlert error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!scenarioIdPattern.test(id)}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function SaveDialog({
  opened,
  onClose,
  ...form
}: {
  opened: boolean;
  text: string;
  suggestion: string;
  onSaved: (file: ScenarioFile) => void;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.saveTitle}>
      <SaveForm {...form} onClose={onClose} />
    </Modal>
  );
}

export function DeleteDialog({
  opened,
  file,
  onDeleted,
  onClose,
}: {
  opened: boolean;
  file: { id: string; name: string };
  onDeleted: () => void;
  onClose: () => void;
}) {
  const remove = useMutation(
    orpc.scenarios.delete.mutationOptions({
      onSuccess: async () => {
        onDeleted();
        onClose();
        await scenariosMoved();
      },
    }),
  );
  return (
    <QuestionDialog
      opened={opened}
      title={words.removeTitle}
      confirm={words.remove}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id: file.id })}
      onClose={onClose}
    >
      {words.removeText(file.name)}
    </QuestionDialog>
  );
}
