/** Takes the certificate that another authority signed for a request. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SigningRequestDetail } from '../../../../shared/api/signing-requests-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { PemFile, PemText } from '../../../components/pem-input.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { importWords as words } from './words.ts';

export function ImportDialog({
  detail: { id, station },
  opened,
  onClose,
}: {
  detail: SigningRequestDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const [pem, setPem] = useState('');
  const give = useMutation(
    orpc.signingRequests.importCertificate.mutationOptions({
      onSuccess: () => {
        setPem('');
        onClose();
      },
    }),
  );
  const isEmpty = pem.trim() === '';
  return (
    <Modal opened={opened} onClose={onClose} title={visibleText(words.title(station))} size="lg">
      <BenchControls>
        <Stack gap="sm">
          <Text size="sm">{words.text}</Text>
          <PemText label={words.pem} pem={pem} onChange={setPem} />
          {give.error !== null && <ProblemAlert error={give.error} />}
          <Group>
            <PemFile onChange={setPem} />
            <Group ml="auto" gap="xs">
              <Button
                variant="default"
                disabled={isEmpty}
                onClick={() => give.mutate({ id, pem, send: false })}
              >
                {words.only}
              </Button>
              <Button
                disabled={isEmpty}
                loading={give.isPending}
                onClick={() => give.mutate({ id, pem })}
              >
                {words.send}
              </Button>
            </Group>
          </Group>
        </Stack>
      </BenchControls>
    </Modal>
  );
}
