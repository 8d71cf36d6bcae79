/** Says that an older capture is shown, and leads back to the live one. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../app/api-client.ts';
import { visibleText } from '../../components/visible-text.ts';
import styles from './capture-note.module.css';
import { framesWords } from './words.ts';

export function CaptureNote({ capture, onLeave }: { capture: string; onLeave: () => void }) {
  const captures = useQuery(orpc.captures.list.queryOptions()).data ?? [];
  const name = captures.find(({ id }) => id === capture)?.name ?? capture;
  return (
    <div className={styles.note} role="status">
      {framesWords.otherCapture(visibleText(name))}
      <Button variant="default" size="compact-xs" onClick={onLeave}>
        {framesWords.backToLive}
      </Button>
    </div>
  );
}
