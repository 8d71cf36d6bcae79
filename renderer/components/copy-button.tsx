/** Puts a text on the clipboard and says so. In the desktop window the host does it. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { desktopHost } from './desktop-host.ts';
import { copyWords } from './words.ts';

const shownCopiedMs = 1_500;

async function copyText(text: string): Promise<boolean> {
  try {
    const host = desktopHost();
    if (host === undefined) await navigator.clipboard.writeText(text);
    else await host.copyText(text);
    return true;
  } catch {
    // A browser may forbid it (no focus, no permission); the caller says how to do without.
    return false;
  }
}

/** `label` names what is copied, for people who cannot see the icon; `text` shows it as a button with words. */
export function CopyButton({
  value,
  label,
  text,
}: {
  value: string;
  label: string;
  text?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownCopiedMs);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    if (await copyText(value)) setCopied(true);
    else notifications.show({ color: 'red', message: copyWords.failed });
  };
  const icon = copied ? <IconCheck size={14} /> : <IconCopy size={14} />;

  if (text !== undefined) {
    return (
      <Button variant="default" size="compact-xs" leftSection={icon} onClick={() => void copy()}>
        {copied ? copyWords.copied : text}
      </Button>
    );
  }
  return (
    <Tooltip label={copied ? copyWords.copied : label}>
      <ActionIcon size="sm" aria-label={label} onClick={() => void copy()}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
