/** The revocation list of an authority: what is on it, as a file, and the next one. */
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type {
  CertificateEntry,
  RevocationList,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import { apiPath } from '../../../../shared/api/socket-paths.ts';
import { benchClient, orpc, queryClient } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { saveFile } from '../../../components/save-file.ts';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { reasonWords } from '../words.ts';
import styles from './revocation.module.css';
import { revocationWords as words } from './words.ts';

function Revoked({ list, onOpen }: { list: RevocationList; onOpen: (id: string) => void }) {
  if (list.revoked.length === 0) return <Text size="sm">{words.empty}</Text>;
  return (
    <div className={texts.tableHost}>
      <Table verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.certificate}</Table.Th>
            <Table.Th>{words.columns.since}</Table.Th>
            <Table.Th>{words.columns.reason}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.revoked.map(({ serialNumber, subject, entry, revokedAt, reason }) => (
            <Table.Tr key={serialNumber}>
              <Table.Td>
                {entry === undefined ? (
                  visibleText(subject)
                ) : (
                  <Button
                    variant="transparent"
                    size="compact-sm"
                    px={0}
                    aria-label={words.show(visibleText(subject))}
                    onClick={() => onOpen(entry)}
                  >
                    <span className={styles.step}>{visibleText(subject)}</span>
                  </Button>
                )}
              </Table.Td>
              <Table.Td>
                <TimeText at={revokedAt} />
              </Table.Td>
              <Table.Td>{reasonWords[reason]}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function SaveList({ authority }: { authority: CertificateEntry }) {
  const { id, name } = authority;
  const fileBase = name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80);
  const save = useMutation({
    mutationFn: (form: 'pem' | 'der') =>
      saveFile({
        path: `${apiPath}/pki/entries/${encodeURIComponent(id)}/crl.${form}`,
        fileName: `${fileBase}-crl.${form === 'pem' ? 'pem' : 'crl'}`,
        fetchFile: () =>
          form === 'pem'
            ? benchClient.pki.revocationListPem({ id })
            : benchClient.pki.revocationListDer({ id }),
      }),
    onError: notifyProblem,
  });
  return (['pem', 'der'] as const).map((form) => (
    <Button
      key={form}
      variant="default"
      size="compact-sm"
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => save.mutate(form)}
    >
      {words[form]}
    </Button>
  ));
}

export function RevocationListSection({
  authority,
  onOpen,
}: {
  authority: CertificateEntry;
  onOpen: (id: string) => void;
}) {
  const headingId = useId();
  const { id } = authority;
  const query = useQuery(orpc.pki.revocationList.queryOptions({ input: { id } }));
  const next = useMutation(
    orpc.pki.newRevocationList.mutationOptions({
      onSuccess: (list) => {
        queryClient.setQueryData(orpc.pki.revocationList.queryKey({ input: { id } }), list);
        notifications.show({ color: 'green', message: words.made(list.number) });
      },
      onError: notifyProblem,
    }),
  );
  return (
    <section className={styles.section} aria-labelledby={headingId}>
      <h3 className={styles.heading} id={headingId}>
        {words.title}
      </h3>
      <Loaded query={query} lines={3}>
        {(list) => (
          <Stack gap={6}>
            <Text size="sm" className={texts.quiet}>
              {words.number(list.number)} {words.from} <TimeText at={list.thisUpdate} />,{' '}
              {words.until} <TimeText at={list.nextUpdate} />
            </Text>
            <Revoked list={list} onOpen={onOpen} />
            <Group gap={6}>
              <SaveList authority={authority} />
              <Button
                variant="default"
                size="compact-sm"
                loading={next.isPending}
                onClick={() => next.mutate({ id })}
              >
                {words.next}
              </Button>
            </Group>
          </Stack>
        )}
      </Loaded>
    </section>
  );
}
