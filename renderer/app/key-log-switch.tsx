/**
 * The key log of a listener or an emulated charge point: switched on after a warning, seen for as long as it is on,
 * and what it recorded saved as a file. Knows nothing of the page it stands on.
 */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { BenchControls } from '../components/last-known.tsx';
import { notifyProblem } from '../components/notify-problem.ts';
import { QuestionDialog } from '../components/question-dialog.tsx';
import { download } from '../components/save-file.ts';
import { StatusDot } from '../components/status-dot.tsx';
import { orpc, queryClient } from './api-client.ts';
import { keyLogWords as words } from './words.ts';

/** Exactly one of the two. */
type Target = { listener: string } | { chargePoint: string };

export function KeyLogSwitch({ target, on }: { target: Target; on: boolean }) {
  const [asked, setAsked] = useState(false);
  const name = 'listener' in target ? target.listener : target.chargePoint;
  const change = useMutation(
    orpc.attempts.setKeyLog.mutationOptions({
      onSuccess: () => {
        setAsked(false);
        void queryClient.invalidateQueries({ queryKey: orpc.csms.get.key() });
        void queryClient.invalidateQueries({ queryKey: orpc.chargePoints.key() });
      },
    }),
  );
  const save = useMutation(
    orpc.attempts.exportKeyLog.mutationOptions({
      onSuccess: ({ text, fileName }) =>
        download(new Blob([text], { type: 'text/plain' }), fileName),
      onError: notifyProblem,
    }),
  );
  return (
    <BenchControls>
      {on ? (
        <Group gap="xs">
          <Text size="sm" span>
            <StatusDot tone="warning">{words.on}</StatusDot>
          </Text>
          <Button
            variant="default"
            size="compact-xs"
            loading={save.isPending}
            onClick={() => save.mutate({})}
          >
            {words.save}
          </Button>
          <Button
            variant="default"
            size="compact-xs"
            aria-label={words.switchOffOf(name)}
            loading={change.isPending}
            onClick={() => change.mutate({ ...target, on: false }, { onError: notifyProblem })}
          >
            {words.switchOff}
          </Button>
        </Group>
      ) : (
        <Button
          variant="default"
          size="compact-xs"
          aria-label={words.openOf(name)}
          onClick={() => setAsked(true)}
        >
          {words.open}
        </Button>
      )}
      <QuestionDialog
        opened={asked}
        title={words.title(name)}
        confirm={words.switchOn}
        pending={change.isPending}
        error={change.error}
        onConfirm={() => change.mutate({ ...target, on: true })}
        onClose={() => setAsked(false)}
      >
        <Stack gap="xs">
          {words.warning.map((sentence) => (
            <Text key={sentence} size="sm">
              {sentence}
            </Text>
          ))}
        </Stack>
      </QuestionDialog>
    </BenchControls>
  );
}
