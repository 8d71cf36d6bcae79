/** The bytes of a frame as text or hexadecimal. What could play tricks with the reader is shown as its code. */
import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FrameView } from '../../../../shared/api/frames-contract.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { formatBytes } from '../../../components/format.ts';
import { hexLines, visibleParts } from '../../../components/visible-text.ts';
import { detailsWords as words } from '../words.ts';
import styles from './raw-content.module.css';

/** Characters and bytes that a browser lays out without a pause. */
const firstCharacters = 100_000;
const firstBytes = 16_384;

function bytesOf({ text, base64 }: Pick<FrameView, 'text' | 'base64'>): Uint8Array {
  if (text !== undefined) return new TextEncoder().encode(text);
  return Uint8Array.from(atob(base64 ?? ''), (character) => character.charCodeAt(0));
}

function VisibleText({ text }: { text: string }) {
  // The parts of one text never change places, so their position is their identity.
  const parts = useMemo(
    () => visibleParts(text).map((part, position) => ({ part, position })),
    [text],
  );
  return (
    <section className={styles.text} aria-label={words.textLabel}>
      {parts.map(({ part, position }) =>
        'text' in part ? (
          <span key={position}>{part.text}</span>
        ) : (
          <span key={position} className={styles.control} title={part.code}>
            {part.shown}
          </span>
        ),
      )}
    </section>
  );
}

export function RawContent({ frame }: { frame: Pick<FrameView, 'text' | 'base64'> }) {
  const [form, setForm] = useState(frame.text === undefined ? 'hex' : 'text');
  const [whole, setWhole] = useState(false);
  const bytes = useMemo(() => bytesOf(frame), [frame]);
  if (frame.text === undefined && frame.base64 === undefined) return <p>{words.noContent}</p>;

  const asText = form === 'text' && frame.text !== undefined;
  const length = asText ? (frame.text?.length ?? 0) : bytes.length;
  const limit = asText ? firstCharacters : firstBytes;
  const cut = !whole && length > limit;

  return (
    <div className={styles.raw}>
      <div className={styles.tools}>
        {frame.text === undefined ? (
          <span>{words.notUtf8}</span>
        ) : (
          <SegmentedControl
            size="xs"
            aria-label={words.rawForm}
            value={form}
            onChange={setForm}
            data={[
              { value: 'text', label: words.asText },
              { value: 'hex', label: words.asHex },
            ]}
          />
        )}
        {frame.text !== undefined && <CopyButton value={frame.text} label={words.copyText} />}
        <span className={styles.size}>{formatBytes(bytes.length)}</span>
      </div>
      {asText ? (
        <VisibleText text={cut ? (frame.text ?? '').slice(0, limit) : (frame.text ?? '')} />
      ) : (
        <pre className={styles.hex}>
          {hexLines(cut ? bytes.subarray(0, limit) : bytes).join('\n')}
        </pre>
      )}
      {cut && (
        <div className={styles.tools}>
          <span>{words.tooLong(formatBytes(limit), formatBytes(length))}</span>
          <Button variant="default" size="compact-xs" onClick={() => setWhole(true)}>
            {words.showAll}
          </Button>
        </div>
      )}
    </div>
  );
}
