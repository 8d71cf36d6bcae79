/** How this page shows things, and the name of the bench on the network. */
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import { CommittedTextInput } from '../../components/committed-input.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { useSettings } from './use-settings.ts';
import { displayWords as words } from './words.ts';

const themes = ['system', 'light', 'dark'] as const;
const times = ['local', 'utc'] as const;

function Choice<Value extends string>({
  label,
  hint,
  values,
  names,
  value,
  disabled,
  onChange,
}: {
  label: string;
  hint?: string;
  values: readonly Value[];
  names: Record<Value, string>;
  value: Value;
  disabled: boolean;
  onChange: (value: Value) => void;
}) {
  const labelId = useId();
  return (
    <Stack gap={4} align="flex-start">
      <Text size="xs" fw={600} id={labelId}>
        {label}
      </Text>
      <SegmentedControl
        size="sm"
        aria-labelledby={labelId}
        disabled={disabled}
        data={values.map((known) => ({ value: known, label: names[known] }))}
        value={value}
        onChange={onChange}
      />
      {hint !== undefined && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
    </Stack>
  );
}

export function GeneralSection() {
  const { query, save, canSave } = useSettings();
  return (
    <>
      <Panel title={words.title}>
        <Loaded query={query} lines={5}>
          {({ theme, timeDisplay }) => (
            <Stack gap="md">
              <Choice
                label={words.theme}
                values={themes}
                names={words.themes}
                value={theme}
                disabled={!canSave}
                onChange={(value) => save({ theme: value })}
              />
              <Choice
                label={words.time}
                hint={words.timeHint}
                values={times}
                names={words.times}
                value={timeDisplay}
                disabled={!canSave}
                onChange={(value) => save({ timeDisplay: value })}
              />
            </Stack>
          )}
        </Loaded>
      </Panel>
      <Panel title={words.hostTitle}>
        <Loaded query={query} lines={3}>
          {({ hostName }) => (
            <Stack gap="sm">
              <CommittedTextInput
                label={words.host}
                description={words.hostHint}
                maw={420}
                maxLength={253}
                disabled={!canSave}
                value={hostName}
                onCommit={(value) => save({ hostName: value })}
              />
              <Text size="sm" c="dimmed">
                {words.hostText}
              </Text>
            </Stack>
          )}
        </Loaded>
      </Panel>
    </>
  );
}
