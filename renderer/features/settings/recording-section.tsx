/** What is being recorded, what happens when it cannot be, how long it is kept and where. */
import { Button, Code, Group, Stack, Switch, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFolderOpen } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { BenchState } from '../../../shared/api/bench-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { CommittedNumberInput } from '../../components/committed-input.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { desktopHost } from '../../components/desktop-host.ts';
import { formatBytes } from '../../components/format.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { StatusDot, type StatusTone } from '../../components/status-dot.tsx';
import { visibleText } from '../../components/visible-text.ts';
import { FactTable } from './fact-table.tsx';
import { keeperWords } from './secrets/words.ts';
import { useSettings } from './use-settings.ts';
import { storageWords, recordingWords as words } from './words.ts';

type Recording = BenchState['recording'];

const tones: Record<Recording['status'], StatusTone> = {
  recording: 'good',
  failing: 'error',
  stopped: 'warning',
};

/** What a busy index has at any moment. */
const notableLagFrames = 2_000;

function RecordingState({ recording }: { recording: Recording }) {
  const { status, framesLost, indexLagFrames, problem } = recording;
  const captures = useQuery(orpc.captures.list.queryOptions()).data;
  const name = captures?.find(({ id }) => id === recording.capture)?.name ?? recording.capture;
  return (
    <Stack gap="sm">
      {problem !== undefined && <ProblemAlert problem={problem} />}
      <FactTable
        facts={[
          [
            words.state,
            <StatusDot key="state" tone={tones[status]}>
              {words[status]}
            </StatusDot>,
          ],
          [words.capture, visibleText(name)],
          [
            words.lost,
            framesLost === 0 ? (
              words.nothingLost
            ) : (
              <StatusDot key="lost" tone="error">
                {words.lostFrames(framesLost)}
              </StatusDot>
            ),
          ],
          [
            words.lag,
            indexLagFrames <= notableLagFrames ? words.upToDate : words.behind(indexLagFrames),
          ],
        ]}
      />
    </Stack>
  );
}

function StrictSwitch() {
  const { query, save, canSave } = useSettings();
  return (
    <Loaded query={query} lines={2}>
      {({ strictRecording }) => (
        <Switch
          label={words.strict}
          description={
            strictRecording ? words.strictText : `${words.strictText} ${words.lenientText}`
          }
          checked={strictRecording}
          disabled={!canSave}
          onChange={(event) => save({ strictRecording: event.currentTarget.checked })}
        />
      )}
    </Loaded>
  );
}

function Retention() {
  const { query, save, canSave } = useSettings();
  const captures = useQuery(orpc.captures.list.queryOptions()).data;
  const usedBytes = captures?.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <Loaded query={query} lines={4}>
      {({ retentionMegabytes, retentionDays }) => (
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {words.retentionText} {words.noLimit}
          </Text>
          <Group align="flex-start" gap="lg">
            <CommittedNumberInput
              label={words.megabytes}
              description={usedBytes === undefined ? undefined : words.used(formatBytes(usedBytes))}
              inputWrapperOrder={['label', 'input', 'description']}
              suffix={words.megabyteUnit}
              min={0}
              disabled={!canSave}
              value={retentionMegabytes}
              onCommit={(megabytes) => save({ retentionMegabytes: megabytes })}
            />
            <CommittedNumberInput
              label={words.days}
              suffix={words.dayUnit}
              min={0}
              disabled={!canSave}
              value={retentionDays}
              onCommit={(days) => save({ retentionDays: days })}
            />
          </Group>
        </Stack>
      )}
    </Loaded>
  );
}

async function openFolder(): Promise<void> {
  const wasShown = await desktopHost()?.showDataFolder();
  if (wasShown !== true) notifications.show({ color: 'red', message: storageWords.openFailed });
}

function Storage({ state }: { state: BenchState }) {
  return (
    <Stack gap="sm">
      <FactTable
        facts={[
          [
            storageWords.folder,
            <Group key="folder" gap="xs">
              <Code>{state.dataFolder}</Code>
              <CopyButton value={state.dataFolder} label={storageWords.copyFolder} />
              {desktopHost() !== undefined && (
                <Button
                  variant="default"
                  size="compact-xs"
                  leftSection={<IconFolderOpen size={14} />}
                  onClick={() => void openFolder()}
                >
                  {storageWords.open}
                </Button>
              )}
            </Group>,
          ],
          [
            storageWords.secrets,
            state.secrets.status === 'open'
              ? keeperWords[state.secrets.keptBy]
              : keeperWords.locked,
          ],
        ]}
      />
      <Text size="sm" c="dimmed">
        {storageWords.captures}
      </Text>
    </Stack>
  );
}

export function RecordingSection() {
  const state = useQuery(orpc.bench.state.queryOptions());
  return (
    <>
      <Panel title={words.title}>
        <Stack gap="md">
          <Loaded query={state} lines={4}>
            {({ recording }) => <RecordingState recording={recording} />}
          </Loaded>
          <StrictSwitch />
        </Stack>
      </Panel>
      <Panel title={words.retention}>
        <Retention />
      </Panel>
      <Panel title={storageWords.title}>
        <Loaded query={state} lines={3}>
          {(known) => <Storage state={known} />}
        </Loaded>
      </Panel>
    </>
  );
}
