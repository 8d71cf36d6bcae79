/** Saves one of the bench's two roots for a charge point, and says which one its ClientHello asks for. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { RootAdvice } from '../../shared/api/pki-contract.ts';
import { apiPath } from '../../shared/api/socket-paths.ts';
import { notifyProblem } from './notify-problem.ts';
import { saveFile } from './save-file.ts';
import { StatusDot } from './status-dot.tsx';
import { rootWords as words } from './words.ts';

type Family = 'rsa' | 'ecdsa';

const files: Readonly<Record<Family, { path: string; fileName: string }>> = {
  rsa: { path: `${apiPath}/pki/root.pem`, fileName: 'benchpoint-root-rsa.pem' },
  ecdsa: { path: `${apiPath}/pki/root-ecdsa.pem`, fileName: 'benchpoint-root-ecdsa.pem' },
};

/** Advice for the stations seen last; more would only be a list to read. */
const shownAdvice = 3;

export function RootCertificates({
  advice,
  fetchRoot,
}: {
  advice: readonly RootAdvice[];
  /** Gives the PEM of one root; only asked in a browser. */
  fetchRoot: (family: Family) => Promise<Blob>;
}) {
  const save = useMutation({
    mutationFn: (family: Family) =>
      saveFile({ ...files[family], fetchFile: () => fetchRoot(family) }),
    onSuccess: (outcome, family) => {
      if (outcome === 'saved') {
        notifications.show({ color: 'green', message: words.saved(files[family].fileName) });
      }
    },
    onError: notifyProblem,
  });
  return (
    <Stack gap={6} component="section" aria-label={words.title}>
      <Group gap="xs">
        {(['rsa', 'ecdsa'] as const).map((family) => (
          <Button
            key={family}
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            onClick={() => save.mutate(family)}
          >
            {words[family]}
          </Button>
        ))}
      </Group>
      <Text size="xs" c="dimmed">
        {words.text} {advice.length === 0 && words.noAdvice}
      </Text>
      {advice.slice(0, shownAdvice).map(({ station, family }) => (
        <Text size="xs" key={station}>
          <StatusDot tone={family === 'none' ? 'warning' : 'info'}>
            {words.advice(station, family)}
          </StatusDot>
        </Text>
      ))}
    </Stack>
  );
}
