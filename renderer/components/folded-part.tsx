/** A part of a form that is folded until asked for, under a line that says what is in it. Knows nothing of the fields. */
import { Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

export function FoldedPart({ label, children }: { label: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        px={0}
        aria-expanded={opened}
        leftSection={opened ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        onClick={() => setOpened(!opened)}
      >
        {label}
      </Button>
      <Collapse expanded={opened}>{opened && children}</Collapse>
    </div>
  );
}
