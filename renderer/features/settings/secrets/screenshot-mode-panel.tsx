/** What the screenshot mode covers and what it does not, with its switch. */
import { Stack, Switch, Text } from '@mantine/core';
import {
  toggleScreenshotMode,
  useScreenshotMode,
} from '../../../app/screenshot/screenshot-mode.ts';
import { screenshotWords as words } from '../../../app/screenshot/words.ts';
import { Panel } from '../../../components/panel.tsx';

export function ScreenshotModePanel() {
  const { on } = useScreenshotMode();
  return (
    <Panel title={words.title}>
      <Stack gap="sm">
        <Text size="sm">{words.text}</Text>
        <Text size="sm" c="dimmed">
          {words.limits}
        </Text>
        <Switch label={words.switch} checked={on} onChange={toggleScreenshotMode} />
      </Stack>
    </Panel>
  );
}
