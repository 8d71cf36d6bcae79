/** What a frame says: a message as laid out JSON, a failure explained, anything else as a table of its facts. */
import { useMemo } from 'react';
import type { FrameDetail } from '../../../../shared/api/frames-contract.ts';
import { CodeEditor } from '../../../components/code-editor.tsx';
import { formatBytes } from '../../../components/format.ts';
import { prettyJson } from '../../../components/pretty-json.ts';
import { visibleText } from '../../../components/visible-text.ts';
import { detailsWords as words } from '../words.ts';
import styles from './frame-content.module.css';
import { FrameFacts } from './frame-facts.tsx';
import { RawContent } from './raw-content.tsx';

/** Longer texts make an editor slow; the rest is in Raw. */
const longestShown = 1_000_000;

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

function Message({ frame, text }: { frame: FrameDetail; text: string }) {
  const shown = useMemo(() => visibleText(prettyJson(text.slice(0, longestShown))), [text]);
  return (
    <div className={styles.message}>
      {text.length > longestShown && (
        <p className={styles.note}>
          {words.tooLong(formatBytes(longestShown), formatBytes(frame.bytes))}
        </p>
      )}
      <div className={styles.editor}>
        <CodeEditor value={shown} label={words.jsonLabel} readOnly />
      </div>
    </div>
  );
}

export function FrameContent({ frame }: { frame: FrameDetail }) {
  if (frame.kind !== 'message') return <FrameFacts frame={frame} />;
  if (frame.text === undefined || !looksLikeJson(frame.text)) {
    return (
      <>
        <p className={styles.note}>{words.notJson}</p>
        <RawContent frame={frame} />
      </>
    );
  }
  return <Message frame={frame} text={frame.text} />;
}
