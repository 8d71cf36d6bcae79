/** One dialog in which a thing is added or changed, and whether it is open. Knows nothing of the thing. */
import { Modal, type ModalProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { BenchControls } from './last-known.tsx';

export interface Editing<Item> {
  /** Undefined while nothing is edited. */
  subject: { kind: 'new' } | { kind: 'change'; item: Item } | undefined;
  add: () => void;
  change: (item: Item) => void;
  close: () => void;
}

export function useEditing<Item>(): Editing<Item> {
  const [subject, setSubject] = useState<Editing<Item>['subject']>();
  return {
    subject,
    add: () => setSubject({ kind: 'new' }),
    change: (item) => setSubject({ kind: 'change', item }),
    close: () => setSubject(undefined),
  };
}

export function EditingDialog<Item>({
  editing: { subject, close },
  addTitle,
  changeTitle,
  size = 'md',
  children,
}: {
  editing: Editing<Item>;
  addTitle: string;
  changeTitle: (item: Item) => string;
  size?: ModalProps['size'];
  /** The form; without an item it is for a new one. */
  children: (item: Item | undefined) => ReactNode;
}) {
  const item = subject?.kind === 'change' ? subject.item : undefined;
  return (
    <Modal
      opened={subject !== undefined}
      onClose={close}
      size={size}
      title={item === undefined ? addTitle : changeTitle(item)}
    >
      {subject !== undefined && <BenchControls>{children(item)}</BenchControls>}
    </Modal>
  );
}
