/** Says how many frames came since the list stopped following, and leads to them. */
import { Button, Tooltip } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import styles from './new-frames-pill.module.css';
import { framesWords } from './words.ts';

export function NewFramesPill({
  rowCount,
  following,
  onFollow,
}: {
  rowCount: number;
  following: boolean;
  onFollow: () => void;
}) {
  /** Rows there were when the list was last at its end. */
  const [seen, setSeen] = useState(rowCount);
  useEffect(() => {
    if (following || rowCount < seen) setSeen(rowCount);
  }, [following, rowCount, seen]);

  if (following || rowCount <= seen) return null;
  return (
    <div className={styles.place}>
      <Tooltip label={framesWords.newFramesHint}>
        <Button
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={onFollow}
          className={styles.pill}
        >
          {framesWords.newFrames(rowCount - seen)}
        </Button>
      </Tooltip>
    </div>
  );
}
