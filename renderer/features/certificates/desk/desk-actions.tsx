/** What can be done on the desk: the buttons above the tree, and the dialogs they open. */
import { Button, Popover } from '@mantine/core';
import { IconChevronDown, IconDownload, IconPlus, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { benchClient, orpc } from '../../../app/api-client.ts';
import { RootCertificates } from '../../../components/root-certificates.tsx';
import { DeleteDialog } from '../actions/delete-dialog.tsx';
import { ExportDialog } from '../actions/export-dialog.tsx';
import { RenewDialog } from '../actions/renew-dialog.tsx';
import { RevokeDialog } from '../actions/revoke-dialog.tsx';
import styles from '../certificates.module.css';
import { BatchDialog } from '../create/batch-dialog.tsx';
import { CreateDialog } from '../create/create-dialog.tsx';
import { ImportDialog } from '../import/import-dialog.tsx';
import { toolbarWords as words } from '../words.ts';

/** Which dialog is open, and for what. */
export type DeskAction =
  | { kind: 'create'; issuer?: string }
  | { kind: 'batch' }
  | { kind: 'import' }
  | { kind: 'export' | 'renew' | 'revoke' | 'delete'; entry: CertificateEntry };

const fetchRoot = (family: 'rsa' | 'ecdsa') =>
  family === 'rsa' ? benchClient.pki.rsaRoot() : benchClient.pki.ecdsaRoot();

function SaveRoots() {
  const advice = useQuery(orpc.pki.rootAdvice.queryOptions()).data ?? [];
  return <RootCertificates advice={advice} fetchRoot={fetchRoot} />;
}

export function DeskActions({ onAction }: { onAction: (action: DeskAction) => void }) {
  return (
    <div className={styles.actions}>
      <Popover position="bottom-end" width={360} trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {words.roots}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p="sm" aria-label={words.roots}>
          <SaveRoots />
        </Popover.Dropdown>
      </Popover>
      <Button variant="default" onClick={() => onAction({ kind: 'batch' })}>
        {words.batch}
      </Button>
      <Button
        variant="default"
        leftSection={<IconUpload size={14} aria-hidden />}
        onClick={() => onAction({ kind: 'import' })}
      >
        {words.import}
      </Button>
      <Button
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onAction({ kind: 'create' })}
      >
        {words.create}
      </Button>
    </div>
  );
}

/** `onOpen` shows a certificate at the right. */
export function DeskDialogs({
  action,
  onOpen,
  onClose,
}: {
  action: DeskAction | undefined;
  onOpen: (id: string | undefined) => void;
  onClose: () => void;
}) {
  const entryFor = (kind: DeskAction['kind']) =>
    action?.kind === kind && 'entry' in action ? action.entry : undefined;
  return (
    <>
      <CreateDialog
        opened={action?.kind === 'create'}
        issuer={action?.kind === 'create' ? action.issuer : undefined}
        onOpen={onOpen}
        onClose={onClose}
      />
      <BatchDialog opened={action?.kind === 'batch'} onClose={onClose} />
      <ImportDialog opened={action?.kind === 'import'} onOpen={onOpen} onClose={onClose} />
      <ExportDialog entry={entryFor('export')} onClose={onClose} />
      <RenewDialog entry={entryFor('renew')} onOpen={onOpen} onClose={onClose} />
      <RevokeDialog entry={entryFor('revoke')} onClose={onClose} />
      <DeleteDialog
        entry={entryFor('delete')}
        onDeleted={() => onOpen(undefined)}
        onClose={onClose}
      />
    </>
  );
}
