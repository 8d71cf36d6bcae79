/** The local CSMS: its listeners, each with its state, and the way to add one. */

import { Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CsmsState, ListenerState } from '../../../shared/api/csms-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { EditingDialog, useEditing } from '../../components/editing-dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { QuestionDialog } from '../../components/question-dialog.tsx';
import texts from '../../components/text.module.css';
import { useStopCsms } from './csms-actions.ts';
import { draftOfListener, newListenerDraft } from './listener-draft.ts';
import { ListenerForm } from './listener-form.tsx';
import { ListenerItem } from './listener-item.tsx';
import { listenerFormWords, csmsWords as words } from './words.ts';

function Listeners({
  csms,
  onChange,
}: {
  csms: CsmsState;
  onChange: (listener: ListenerState) => void;
}) {
  if (csms.listeners.length === 0) {
    return (
      <Stack gap="sm">
        <div>
          <Text fw={600}>{words.emptyTitle}</Text>
          <Text size="sm" className={texts.quiet}>
            {words.emptyText}
          </Text>
        </div>
        <ListenerForm initial={newListenerDraft([])} />
      </Stack>
    );
  }
  return (
    <ul className={texts.list}>
      {csms.listeners.map((listener) => (
        <ListenerItem key={listener.id} listener={listener} onChange={() => onChange(listener)} />
      ))}
    </ul>
  );
}

function StopAll({ connected }: { connected: number }) {
  const [asking, setAsking] = useState(false);
  const stop = useStopCsms();
  const stopNow = () => {
    setAsking(false);
    stop.mutate(undefined);
  };
  return (
    <>
      <Button
        variant="default"
        loading={stop.isPending}
        onClick={() => (connected > 0 ? setAsking(true) : stopNow())}
      >
        {words.stopAll}
      </Button>
      <QuestionDialog
        opened={asking}
        title={words.stopAllTitle}
        confirm={words.stopAll}
        onConfirm={stopNow}
        onClose={() => setAsking(false)}
      >
        <Text size="sm">{words.stopAllText(connected)}</Text>
      </QuestionDialog>
    </>
  );
}

export function CsmsPanel() {
  const query = useQuery(orpc.csms.get.queryOptions());
  const editing = useEditing<ListenerState>();
  const listeners = query.data?.listeners ?? [];
  return (
    <Panel
      title={words.title}
      actions={
        listeners.length > 0 && (
          <>
            <Button
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={editing.add}
            >
              {words.add}
            </Button>
            <StopAll connected={query.data?.connected ?? 0} />
          </>
        )
      }
    >
      <Loaded query={query} lines={4}>
        {(csms) => <Listeners csms={csms} onChange={editing.change} />}
      </Loaded>
      <EditingDialog
        editing={editing}
        size="xl"
        addTitle={listenerFormWords.addTitle}
        changeTitle={({ id }) => listenerFormWords.changeTitle(id)}
      >
        {(running) =>
          running === undefined ? (
            <ListenerForm initial={newListenerDraft(listeners)} onDone={editing.close} />
          ) : (
            <ListenerForm
              initial={draftOfListener(running)}
              running={running}
              onDone={editing.close}
            />
          )
        }
      </EditingDialog>
    </Panel>
  );
}
