/** How a script talks to this bench: address, token, description, commands to begin with. */
import { Button, Code, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { apiPath } from '../../../shared/api/socket-paths.ts';
import { takeSessionToken } from '../../app/session-token.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { saveFile } from '../../components/save-file.ts';
import { FactTable } from './fact-table.tsx';
import styles from './settings-screen.module.css';
import { apiWords as words } from './words.ts';

const descriptionPath = `${apiPath}/openapi.json`;

async function fetchDescription(): Promise<Blob> {
  const answer = await fetch(descriptionPath, {
    headers: { authorization: `Bearer ${takeSessionToken() ?? ''}` },
  });
  if (!answer.ok) throw new Error(words.answered(answer.status));
  return answer.blob();
}

function Command({ title, command }: { title: string; command: string }) {
  return (
    <Stack gap={4}>
      <Text size="sm">{title}</Text>
      <div className={styles.command}>
        <pre>{command}</pre>
        <CopyButton value={command} label={words.copyExample} />
      </div>
    </Stack>
  );
}

function Token() {
  const [shown, setShown] = useState(false);
  const token = takeSessionToken() ?? '';
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <PasswordInput
        size="xs"
        flex={1}
        maw={560}
        label={words.token}
        description={words.tokenHint}
        value={token}
        readOnly
        autoComplete="off"
        visible={shown}
        onVisibilityChange={setShown}
        visibilityToggleButtonProps={{ 'aria-label': shown ? words.hide : words.reveal }}
      />
      <CopyButton value={token} label={words.copyToken} text={words.copyToken} />
    </Group>
  );
}

export function ApiSection() {
  const address = `${location.origin}${apiPath}`;
  const authorization = '-H "Authorization: Bearer $BENCHPOINT_TOKEN"';
  const save = useMutation({
    mutationFn: () =>
      saveFile({ path: descriptionPath, fileName: 'openapi.json', fetchFile: fetchDescription }),
  });
  return (
    <>
      <Panel title={words.title}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {words.text}
          </Text>
          <FactTable
            facts={[
              [
                words.address,
                <Group key="address" gap="xs">
                  <Code>{address}</Code>
                  <CopyButton value={address} label={words.copyAddress} />
                </Group>,
              ],
              [
                words.description,
                <Stack key="description" gap={6} align="flex-start">
                  <Text size="sm">
                    {words.descriptionText} <Code>GET {descriptionPath}</Code>
                  </Text>
                  <Button
                    variant="default"
                    size="compact-xs"
                    loading={save.isPending}
                    onClick={() => save.mutate()}
                  >
                    {words.save}
                  </Button>
                </Stack>,
              ],
            ]}
          />
          {save.isError && <ProblemAlert title={words.saveFailed} error={save.error} />}
          <Token />
        </Stack>
      </Panel>
      <Panel title={words.examples}>
        <Stack gap="md">
          <Command title={words.health} command={`curl ${address}/health`} />
          <Text size="sm" c="dimmed">
            {words.exampleText}
          </Text>
          <Command
            title={words.stations}
            command={`curl ${authorization} ${address}/csms/stations`}
          />
          <Command
            title={words.call}
            command={`curl ${authorization} -H "Content-Type: application/json" -d '{"action":"TriggerMessage","payload":{"requestedMessage":"Heartbeat"}}' ${address}/csms/stations/CP1/calls`}
          />
        </Stack>
      </Panel>
    </>
  );
}
