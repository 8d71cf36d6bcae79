/** The firmware files of the bench: upload one, make one, sign one, delete one. */
import { Button, FileButton, Select, Stack, Table, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignatureScheme, StoredFile } from '../../../../shared/api/files-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ColumnTableOrNone } from '../../../components/column-table.tsx';
import { formatBytes } from '../../../components/format.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import pieces from '../pieces/pieces.module.css';
import { sendFirmware } from './file-requests.ts';
import styles from './transfers.module.css';
import { transferScreenWords as words } from './words.ts';

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.files.key() });

type Size = keyof typeof words.sizes;
// Object.keys loses the key type; the object is a literal of the words file.
const sizes = Object.keys(words.sizes) as Size[];

function Adding() {
  const [size, setSize] = useState<Size>('100000');
  const upload = useMutation({
    mutationFn: sendFirmware,
    onSuccess: refresh,
    onError: notifyProblem,
  });
  const generate = useMutation(
    orpc.files.generateFirmware.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
  return (
    <>
      <FileButton onChange={(file) => file !== null && upload.mutate(file)}>
        {(button) => (
          <Button variant="default" loading={upload.isPending} {...button}>
            {words.upload}
          </Button>
        )}
      </FileButton>
      <Select
        aria-label={words.size}
        w={100}
        value={size}
        onChange={(value) => setSize(sizes.find((known) => known === value) ?? size)}
        data={sizes.map((value) => ({ value, label: words.sizes[value] }))}
      />
      <Button
        variant="default"
        loading={generate.isPending}
        onClick={() => generate.mutate({ bytes: Number(size) })}
      >
        {words.generate}
      </Button>
    </>
  );
}

export function FirmwareShelf({
  firmware,
  scheme,
}: {
  firmware: readonly StoredFile[];
  scheme: SignatureScheme;
}) {
  const sign = useMutation(orpc.files.signFirmware.mutationOptions({ onError: notifyProblem }));
  const remove = useMutation(
    orpc.files.deleteFirmware.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
  const signed = firmware.find(({ id }) => id === sign.variables?.id);
  return (
    <Panel title={words.shelf} note={firmware.length} actions={<Adding />}>
      <ColumnTableOrNone
        label={words.shelf}
        columns={[words.name, { numbers: words.bytes }, words.sha, words.created, words.actions]}
        minWidth={560}
        none={words.noFile}
      >
        {firmware.map(({ id, name, bytes, sha256, createdAt }) => (
          <Table.Tr key={id}>
            <Table.Td>{visibleText(name)}</Table.Td>
            <Table.Td ta="right">{formatBytes(bytes)}</Table.Td>
            <Table.Td className={`${pieces.wire} ${styles.sha}`} title={sha256}>
              {sha256}
            </Table.Td>
            <Table.Td>
              <TimeText at={createdAt} />
            </Table.Td>
            <Table.Td className={pieces.nowrap}>
              <Button
                variant="default"
                size="compact-xs"
                mr={6}
                aria-label={words.signOf(visibleText(name))}
                onClick={() => sign.mutate({ id, scheme })}
              >
                {words.signFile}
              </Button>
              <Button
                variant="default"
                size="compact-xs"
                aria-label={words.removeOf(visibleText(name))}
                onClick={() => remove.mutate({ id })}
              >
                {words.remove}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </ColumnTableOrNone>
      {sign.data !== undefined && signed !== undefined && (
        <Stack gap="xs" mt="sm" className={styles.signature}>
          <Text size="sm" fw={600}>
            {words.signatureOf(visibleText(signed.name))} ({words.signatures[sign.data.scheme]})
          </Text>
          <Textarea
            readOnly
            rows={3}
            label={words.signature}
            classNames={{ input: texts.wire ?? '' }}
            value={sign.data.signature}
          />
          <Textarea
            readOnly
            rows={3}
            label={words.certificate}
            classNames={{ input: texts.wire ?? '' }}
            value={sign.data.signingCertificate}
          />
        </Stack>
      )}
    </Panel>
  );
}
