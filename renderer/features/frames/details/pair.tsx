/** The answer to a CALL, or the CALL of an answer. */
import { Button } from '@mantine/core';
import type { FrameDetail } from '../../../../shared/api/frames-contract.ts';
import { CodeEditor } from '../../../components/code-editor.tsx';
import { formatDuration } from '../../../components/format.ts';
import { badgeOf } from '../../../components/frame-list/frame-summary.ts';
import { prettyJson } from '../../../components/pretty-json.ts';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { detailsWords as words } from '../words.ts';
import styles from './pair.module.css';
import { RawContent } from './raw-content.tsx';

function missing({ messageType }: FrameDetail): string {
  if (messageType === 'call') return words.noPair.call;
  if (messageType === 'result' || messageType === 'error') return words.noPair.answer;
  return words.noPair.other;
}

export function Pair({ frame, onGoTo }: { frame: FrameDetail; onGoTo: (seq: number) => void }) {
  const { pair } = frame;
  if (pair === undefined) return <p className={styles.none}>{missing(frame)}</p>;
  const latencyMs = frame.latencyMs ?? pair.latencyMs;
  return (
    <div className={styles.pair}>
      <div className={styles.head}>
        <strong>
          {words.title(pair.seq)}, {badgeOf(pair)}
        </strong>
        <TimeText at={pair.at} as="exact" />
        {latencyMs !== undefined && <span>{words.answeredIn(formatDuration(latencyMs))}</span>}
        <Button variant="default" size="compact-xs" onClick={() => onGoTo(pair.seq)}>
          {words.openPair} ( ] )
        </Button>
      </div>
      {pair.text === undefined ? (
        <RawContent frame={pair} />
      ) : (
        <div className={styles.editor}>
          <CodeEditor value={visibleText(prettyJson(pair.text))} label={words.jsonLabel} readOnly />
        </div>
      )}
    </div>
  );
}
