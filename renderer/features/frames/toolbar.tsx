/** The line above the list: capture, filter, quick switches, follow and pause, how many frames are shown. */
import { Button, Tooltip } from '@mantine/core';
import { IconArrowBarToDown, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useLastKnown } from '../../components/last-known.tsx';
import { CapturePicker } from './capture-picker.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { FrameViewSnapshot } from './frame-view.ts';
import styles from './toolbar.module.css';
import { framesWords } from './words.ts';

interface ToolbarProps {
  appliedFilter: string;
  onFilter: (filter: string) => void;
  filterInput: RefObject<HTMLInputElement | null>;
  errorsOnly: boolean;
  onErrorsOnly: (on: boolean) => void;
  hidePings: boolean;
  onHidePings: (on: boolean) => void;
  following: boolean;
  onFollow: () => void;
  /** Frames since the view was paused; undefined when it is not. */
  pausedWith: number | undefined;
  onPause: () => void;
  snapshot: FrameViewSnapshot;
  filtered: boolean;
}

function Switch({
  on,
  onChange,
  label,
  hint,
}: {
  on: boolean;
  onChange: (on: boolean) => void;
  label: string;
  hint: string;
}) {
  return (
    <Tooltip label={hint}>
      <Button variant={on ? 'light' : 'default'} aria-pressed={on} onClick={() => onChange(!on)}>
        {label}
      </Button>
    </Tooltip>
  );
}

function Progress({ snapshot, filtered }: Pick<ToolbarProps, 'snapshot' | 'filtered'>) {
  const lost = useLastKnown();
  const { status, count, scannedTo, head } = snapshot;
  if (status === 'opening') return lost ? null : <span>{framesWords.opening}</span>;
  const searching = head > 0 && head - scannedTo > 5_000;
  return (
    <span role="status">
      {filtered ? framesWords.shownOf(count, head) : framesWords.shown(count)}
      {searching && `. ${framesWords.searching(Math.floor((100 * scannedTo) / head))}`}
    </span>
  );
}

export function Toolbar(props: ToolbarProps) {
  const paused = props.pausedWith !== undefined;
  return (
    <>
      <div className={styles.toolbar}>
        <CapturePicker />
        <FilterBar
          applied={props.appliedFilter}
          onApply={props.onFilter}
          inputRef={props.filterInput}
        />
        <Switch
          on={props.errorsOnly}
          onChange={props.onErrorsOnly}
          label={framesWords.errorsOnly}
          hint={framesWords.errorsOnlyHint}
        />
        <Switch
          on={props.hidePings}
          onChange={props.onHidePings}
          label={framesWords.hidePings}
          hint={framesWords.hidePingsHint}
        />
        <Tooltip label={framesWords.followHint}>
          <Button
            variant={props.following ? 'light' : 'default'}
            aria-pressed={props.following}
            leftSection={<IconArrowBarToDown size={14} />}
            onClick={props.onFollow}
          >
            {framesWords.follow}
          </Button>
        </Tooltip>
        <Tooltip label={paused ? framesWords.resumeHint : framesWords.pauseHint}>
          <Button
            variant={paused ? 'filled' : 'default'}
            leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            onClick={props.onPause}
          >
            {paused ? framesWords.resume : framesWords.pause}
          </Button>
        </Tooltip>
        <span className={styles.count}>
          <Progress snapshot={props.snapshot} filtered={props.filtered} />
        </span>
      </div>
      {props.pausedWith !== undefined && (
        <div className={styles.paused} role="status">
          {framesWords.pausedSince(props.pausedWith)}
        </div>
      )}
    </>
  );
}
