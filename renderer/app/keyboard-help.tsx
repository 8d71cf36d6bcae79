/**
 * Keyboard help on `?`: the shell's own keys and those that the open screen registered.
 * Knows no screen; a screen tells with `useShortcutHelp`.
 */
import { Group, Kbd, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { screenshotWords } from './screenshot/words.ts';
import { helpWords, navigationWords } from './words.ts';

/** One line of the help. `keys` are alternatives, for example `['j', '↓']`. */
export interface Shortcut {
  keys: readonly string[];
  does: string;
}

export interface ShortcutGroup {
  title: string;
  shortcuts: readonly Shortcut[];
}

let groups: readonly ShortcutGroup[] = [];
let opened = false;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function toggleKeyboardHelp(open = !opened): void {
  opened = open;
  changed();
}

/** Lists the keys of a screen in the help for as long as the screen is open. `group` must be a constant. */
export function useShortcutHelp(group: ShortcutGroup): void {
  useEffect(() => {
    groups = [...groups, group];
    changed();
    return () => {
      groups = groups.filter((other) => other !== group);
      changed();
    };
  }, [group]);
}

/** Whether a key press belongs to a field the person writes in, so that no shortcut may take it. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="textbox"], .monaco-editor') !== null)
  );
}

const everywhere: ShortcutGroup = {
  title: helpWords.everywhere,
  shortcuts: [
    { keys: ['?'], does: helpWords.help },
    { keys: ['Alt+1'], does: helpWords.goTo(navigationWords.bench) },
    { keys: ['Alt+2'], does: helpWords.goTo(navigationWords.frames) },
    { keys: ['Alt+3'], does: helpWords.goTo(navigationWords.stations) },
    { keys: ['Alt+4'], does: helpWords.goTo(navigationWords.chargePoints) },
    { keys: ['Alt+5'], does: helpWords.goTo(navigationWords.scenarios) },
    { keys: ['Alt+6'], does: helpWords.goTo(navigationWords.security) },
    { keys: ['Alt+7'], does: helpWords.goTo(navigationWords.certificates) },
    { keys: ['Alt+8'], does: helpWords.goTo(navigationWords.settings) },
    { keys: ['Alt+Shift+H'], does: screenshotWords.title },
    { keys: ['Esc'], does: helpWords.close },
  ],
};

function ShortcutTable({ title, shortcuts }: ShortcutGroup) {
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      <Table>
        <Table.Tbody>
          {shortcuts.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td w={140}>
                <Group gap={4}>
                  {keys.map((key) => (
                    <Kbd key={key} size="xs">
                      {key}
                    </Kbd>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td>
                <Text size="sm">{does}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

export function KeyboardHelp() {
  const open = useSyncExternalStore(subscribe, () => opened);
  const registered = useSyncExternalStore(subscribe, () => groups);
  return (
    <Modal opened={open} onClose={() => toggleKeyboardHelp(false)} title={helpWords.title}>
      <Stack gap="lg">
        {[...registered, everywhere].map((group) => (
          <ShortcutTable key={group.title} {...group} />
        ))}
      </Stack>
    </Modal>
  );
}
