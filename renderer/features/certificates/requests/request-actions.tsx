/** What a person does with one signing request. The dialogs are beside it. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SigningRequestDetail } from '../../../../shared/api/signing-requests-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { QuestionDialog } from '../../../components/question-dialog.tsx';
import { download } from '../../../components/save-file.ts';
import { ImportDialog } from './import-dialog.tsx';
import { PolicyDialog } from './policy-dialog.tsx';
import { SignDialog } from './sign-dialog.tsx';
import { policyWords, requestActionWords as words } from './words.ts';

type Dialog = 'sign' | 'import' | 'refuse' | 'delete' | 'policy';

function fileName(station: string): string {
  return `${station.replace(/[^A-Za-z0-9._-]+/g, '-') || 'request'}.csr.pem`;
}

export function RequestActions({ detail }: { detail: SigningRequestDetail }) {
  const [dialog, setDialog] = useState<Dialog>();
  const { id, station, state, requestPem, issued } = detail;
  const close = () => setDialog(undefined);
  const send = useMutation(orpc.signingRequests.send.mutationOptions({ onError: notifyProblem }));
  const refuse = useMutation(orpc.signingRequests.refuse.mutationOptions({ onSuccess: close }));
  const remove = useMutation(orpc.signingRequests.delete.mutationOptions({ onSuccess: close }));
  const isBusy = state === 'sending';
  const isUnsent = issued !== undefined && state === 'signed';
  const save = (pem: string) => {
    const name = fileName(station);
    download(new Blob([pem], { type: 'application/x-pem-file' }), name);
    notifications.show({ color: 'green', message: words.saved(name) });
  };
  return (
    <>
      <Group gap={6} role="group" aria-label={words.group}>
        <Button
          size="compact-sm"
          variant={state === 'waiting' ? 'filled' : 'default'}
          disabled={requestPem === undefined || isBusy}
          onClick={() => setDialog('sign')}
        >
          {issued === undefined ? words.sign : words.signAgain}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={requestPem === undefined}
          onClick={() => requestPem !== undefined && save(requestPem)}
        >
          {words.save}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={requestPem === undefined || isBusy}
          onClick={() => setDialog('import')}
        >
          {words.import}
        </Button>
        {issued !== undefined && (
          <Button
            size="compact-sm"
            variant={isUnsent ? 'filled' : 'default'}
            disabled={isBusy}
            loading={send.isPending}
            onClick={() => send.mutate({ id })}
          >
            {isUnsent ? words.send : words.sendAgain}
          </Button>
        )}
        {state === 'waiting' && (
          <Button size="compact-sm" variant="default" onClick={() => setDialog('refuse')}>
            {words.refuse}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => setDialog('policy')}>
          {policyWords.stationRules}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={isBusy}
          onClick={() => setDialog('delete')}
        >
          {words.delete}
        </Button>
      </Group>
      <SignDialog detail={detail} opened={dialog === 'sign'} onClose={close} />
      <ImportDialog detail={detail} opened={dialog === 'import'} onClose={close} />
      <PolicyDialog station={station} opened={dialog === 'policy'} onClose={close} />
      <QuestionDialog
        opened={dialog === 'refuse'}
        title={words.refuseTitle}
        confirm={words.refuse}
        pending={refuse.isPending}
        error={refuse.error}
        onConfirm={() => refuse.mutate({ id })}
        onClose={close}
      >
        {words.refuseText}
      </QuestionDialog>
      <QuestionDialog
        opened={dialog === 'delete'}
        title={words.deleteTitle}
        confirm={words.delete}
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ id })}
        onClose={close}
      >
        {words.deleteText}
      </QuestionDialog>
    </>
  );
}
