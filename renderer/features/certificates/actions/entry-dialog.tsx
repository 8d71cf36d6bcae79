/** The dialog about one certificate of the desk; open while there is one. Knows nothing of what is done with it. */
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { BenchControls } from '../../../components/last-known.tsx';
import { visibleText } from '../../../components/visible-text.ts';

export function EntryDialog({
  entry,
  title,
  onClose,
  children,
}: {
  entry: CertificateEntry | undefined;
  title: (name: string) => string;
  onClose: () => void;
  children: (entry: CertificateEntry) => ReactNode;
}) {
  return (
    <Modal
      opened={entry !== undefined}
      onClose={onClose}
      title={title(visibleText(entry?.name ?? ''))}
      size={520}
    >
      <BenchControls>{entry !== undefined && children(entry)}</BenchControls>
    </Modal>
  );
}
