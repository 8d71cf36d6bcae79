/** A command to be run elsewhere, with a button that copies it. */
import { Code, Text } from '@mantine/core';
import { CopyButton } from '../../components/copy-button.tsx';
import styles from './bench.module.css';
import { listenerWords as words } from './words.ts';

export function FixCommand({ command, text }: { command: string; text?: string }) {
  return (
    <div>
      <Text size="sm">{text ?? words.fixCommand}</Text>
      <div className={styles.command}>
        <Code block style={{ flex: 1, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {command}
        </Code>
        <CopyButton value={command} label={words.copyCommand} />
      </div>
    </div>
  );
}
