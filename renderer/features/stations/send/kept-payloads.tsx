/** Payloads to begin with: those that were sent, those that were saved under a name, and saving the present one. */
import { Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { readPayload, writePayload } from './form-schema.ts';
import { keptWords as words } from './words.ts';

const mostRecent = 10;
const longestLine = 120;

const oneLine = (text: string): string =>
  visibleText(text.replaceAll(/\s+/g, ' ').slice(0, longestLine));

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.csms.savedPayloads.key() });

interface Kept {
  action: string;
  onText: (text: string) => void;
}

/** One of the two menus: a small button with what it holds. */
function PayloadMenu({
  name,
  hint,
  width,
  children,
}: {
  name: string;
  hint: string;
  width: number;
  children: ReactNode;
}) {
  return (
    <Menu position="bottom-end" width={width}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-xs"
          rightSection={<IconChevronDown size={12} />}
          title={hint}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

export function RecentPayloads({ station, action, onText }: Kept & { station: string }) {
  const recent =
    useQuery(orpc.csms.recentCalls.queryOptions({ input: { id: station, action } })).data ?? [];
  const texts = new Map(
    recent.map(({ payload, masked }) => [JSON.stringify(payload, null, 2) ?? '', masked]),
  );
  const shown = [...texts].slice(0, mostRecent);
  return (
    <PayloadMenu name={words.recent} hint={words.recentHint} width={420}>
      {shown.length === 0 && <Menu.Label>{words.noRecent}</Menu.Label>}
      {shown.map(([text, masked]) => (
        <Menu.Item key={text} onClick={() => onText(text)} ff="monospace" fz="xs">
          {oneLine(text)} {masked && `(${words.masked})`}
        </Menu.Item>
      ))}
    </PayloadMenu>
  );
}

function SaveDialog({
  action,
  text,
  opened,
  onClose,
}: {
  action: string;
  text: string;
  opened: boolean;
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const payload = readPayload(text);
  const save = useMutation(
    orpc.csms.savePayload.mutationOptions({
      onSuccess: () => {
        onClose();
        setName('');
        return refresh();
      },
    }),
  );
  return (
    <Modal opened={opened} onClose={onClose} title={words.saveTitle(action)}>
      <BenchControls>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ action, name: name.trim(), payload });
          }}
        >
          <Stack gap="sm">
            <TextInput
              data-autofocus
              label={words.name}
              description={words.nameHint}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {save.error !== null && <ProblemAlert error={save.error} />}
            <Group justify="flex-end">
              <Button
                type="submit"
                loading={save.isPending}
                disabled={name.trim() === '' || payload === undefined}
              >
                {words.confirm}
              </Button>
            </Group>
          </Stack>
        </form>
      </BenchControls>
    </Modal>
  );
}

export function SavedPayloads({ action, text, onText }: Kept & { text: string }) {
  const [saving, setSaving] = useState(false);
  const saved = useQuery(orpc.csms.savedPayloads.queryOptions({ input: { action } })).data ?? [];
  const remove = useMutation(
    orpc.csms.deletePayload.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
  return (
    <>
      <PayloadMenu name={words.saved} hint={words.savedHint} width={320}>
        {saved.length === 0 && <Menu.Label>{words.noSaved}</Menu.Label>}
        {saved.map(({ name, payload }) => (
          <Menu.Item
            key={name}
            title={oneLine(JSON.stringify(payload) ?? '')}
            onClick={() => onText(JSON.stringify(payload, null, 2) ?? writePayload({}))}
          >
            {visibleText(name)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={readPayload(text) === undefined} onClick={() => setSaving(true)}>
          {words.save}
        </Menu.Item>
        {saved.map(({ name }) => (
          <Menu.Item key={name} color="red" onClick={() => remove.mutate({ action, name })}>
            {words.remove(visibleText(name))}
          </Menu.Item>
        ))}
      </PayloadMenu>
      <SaveDialog action={action} text={text} opened={saving} onClose={() => setSaving(false)} />
    </>
  );
}
