/** Asks before something is removed or ended; the way back has the focus. Knows nothing of what is asked. */
import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { BenchControls } from './last-known.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { dialogWords } from './words.ts';

export function QuestionDialog({
  opened,
  title,
  confirm,
  pending = false,
  error,
  onConfirm,
  onClose,
  children,
}: {
  opened: boolean;
  title: string;
  /** What the button that does it says. */
  confirm: string;
  pending?: boolean;
  /** What the last try was rejected with. */
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  /** What it means. */
  children: ReactNode;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack gap="md">
        <div>{children}</div>
        {error !== undefined && error !== null && <ProblemAlert error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {dialogWords.cancel}
          </Button>
          <BenchControls>
            <Button color="red" loading={pending} onClick={onConfirm}>
              {confirm}
            </Button>
          </BenchControls>
        </Group>
      </Stack>
    </Modal>
  );
}
