/** Who keeps the key of the bench's secrets, changing that or unlocking them, and what was revealed. */
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../../app/api-client.ts';
import { UnlockPanel } from '../../../app/locked/unlock-panel.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { KeeperForm } from './keeper-form.tsx';
import { RevealList } from './reveal-list.tsx';
import { ScreenshotModePanel } from './screenshot-mode-panel.tsx';
import { keeperWords, secretsWords as words } from './words.ts';

export function SecretsSection() {
  const secrets = useQuery(orpc.secrets.state.queryOptions());
  return (
    <>
      <Panel title={words.title}>
        <Loaded query={secrets} lines={4}>
          {(state) =>
            state.status === 'locked' ? (
              <UnlockPanel secrets={state} />
            ) : (
              <Stack gap="md">
                <Text size="sm">{keeperWords[state.keptBy]}</Text>
                <KeeperForm state={state} />
              </Stack>
            )
          }
        </Loaded>
      </Panel>
      <ScreenshotModePanel />
      <RevealList />
    </>
  );
}
