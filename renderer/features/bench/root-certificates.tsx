/** Saves one of the bench's two roots for a charge point, and says which one its ClientHello asks for. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { apiPath } from '../../../shared/api/socket-paths.ts';
import { benchClient, orpc } from '../../app/api-client.ts';
import { notifyProblem } from '../../components/notify-problem.ts';
import { saveFile } from '../../components/save-file.ts';
import { StatusDot } from '../../components/status-dot.tsx';
import styles from './bench.module.css';
import { rootWords as words } from './words.ts';

const roots = {
  rsa: {
    path: `${apiPath}/pki/root.pem`,
    fileName: 'benchpoint-root-rsa.pem',
    fetchFile: () => benchClient.pki.rsaRoot(),
  },
  ecdsa: {
    path: `${apiPath}/pki/root-ecdsa.pem`,
    fileName: 'benchpoint-root-ecdsa.pem',
    fetchFile: () => benchClient.pki.ecdsaRoot(),
  },
};

/** Advice for the stations seen last; more would only be a list to read. */
const shownAdvice = 3;

export function RootCertificates() {
  const advice = useQuery(orpc.pki.rootAdvice.queryOptions()).data ?? [];
  const save = useMutation({
    mutationFn: (family: 'rsa' | 'ecdsa') => saveFile(roots[family]),
    onSuccess: (outcome, family) => {
      if (outcome === 'saved') {
        notifications.show({ color: 'green', message: words.saved(roots[family].fileName) });
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
      <Text size="xs" className={styles.quiet}>
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
