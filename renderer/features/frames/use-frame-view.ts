/** The view that the Frames screen shows: the newest that could be opened, kept in step with the live capture. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { benchClient, connection } from '../../app/api-client.ts';
import { frameProgress, onFrames } from '../../app/bench-events.ts';
import { createFrameView, type FrameView, type FrameViewSnapshot } from './frame-view.ts';

const nothingYet: FrameViewSnapshot = {
  status: 'opening',
  count: 0,
  scannedTo: 0,
  head: 0,
  error: undefined,
};

const never = (): (() => void) => () => undefined;

export interface ShownView {
  /** Undefined until the first view is open. */
  view: FrameView | undefined;
  snapshot: FrameViewSnapshot;
  /** Why the newest filter or capture could not be opened. */
  error: unknown;
}

/**
 * While a new filter is being opened, the view of the last one stays. A paused view is not refreshed.
 * `onCapture` is called when the first view of another capture is about to be shown.
 */
export function useFrameView(
  filter: string,
  capture: string | undefined,
  paused: boolean,
  onCapture: (capture: string | undefined) => void,
): ShownView {
  const [shown, setShown] = useState<FrameView>();
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const shownCapture = useRef<string>(undefined);

  // A bench that came back knows no views of before.
  useEffect(
    () =>
      connection?.subscribe(() => {
        if (connection?.state().status === 'online') setAttempt((attempts) => attempts + 1);
      }),
    [],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` opens the same view again
  useEffect(() => {
    const candidate = createFrameView({
      client: benchClient.frames,
      filter,
      ...(capture === undefined ? {} : { capture }),
    });
    const stop = candidate.subscribe(() => {
      const snapshot = candidate.snapshot();
      setError(snapshot.error);
      if (snapshot.status !== 'open') return;
      if (shownCapture.current === capture) return setShown(candidate);
      shownCapture.current = capture;
      // In one rendering: else the list would ask for rows that are out of sight at once.
      flushSync(() => {
        onCapture(capture);
        setShown(candidate);
      });
    });
    return () => {
      stop();
      candidate.close();
    };
  }, [filter, capture, attempt, onCapture]);

  useEffect(() => {
    if (shown === undefined || paused || capture !== undefined) return;
    shown.refresh();
    return onFrames(() => {
      const head = frameProgress()?.head ?? 0;
      // Frames are never taken away, so a lower head is that of a new live capture.
      if (head < shown.snapshot().head) shown.reopen();
      else shown.refresh();
    });
  }, [shown, paused, capture]);

  const snapshot = useSyncExternalStore(
    shown?.subscribe ?? never,
    shown?.snapshot ?? (() => nothingYet),
  );
  return { view: shown, snapshot, error };
}
