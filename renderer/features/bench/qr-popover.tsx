/** A QR code behind a small button. */

import { ActionIcon, Popover, Stack, Text, Tooltip } from '@mantine/core';
import { IconQrcode } from '@tabler/icons-react';
import { useState } from 'react';
import { QrCode } from '../../components/qr-code.tsx';
import texts from '../../components/text.module.css';
import { connectWords } from './words.ts';

export function QrPopover({ text, label, hint }: { text: string; label: string; hint?: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="left" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon
            size="sm"
            aria-label={label}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <IconQrcode size={15} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6} align="center" maw={220}>
          <QrCode text={text} size={200} />
          <Text className={texts.wire} ta="center">
            {text}
          </Text>
          <Text size="xs" className={texts.quiet} ta="center">
            {hint ?? connectWords.qrHint}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
