/** The Frames screen: filter and switches above, the live list, details of the selected frame beside or below it. */

import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { useFrameProgress } from '../../app/bench-events.ts';
import { useShortcutHelp } from '../../app/keyboard-help.tsx';
import {
  createFrameScroll,
  FrameGrid,
  useListPart,
} from '../../components/frame-list/frame-grid.tsx';
import type { ListScroll } from '../../components/frame-list/list-scroll.ts';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import screen from '../../components/screen.module.css';
import texts from '../../components/text.module.css';
import { CaptureNote } from './capture-note.tsx';
import { DetailsPanel } from './details/details-panel.tsx';
import { EmptyList } from './empty-list.tsx';
import { composeFilter } from './filter-composition.ts';
import styles from './frames-screen.module.css';
import { NewFramesPill } from './new-frames-pill.tsx';
import { Toolbar } from './toolbar.tsx';
import { useFrameKeys } from './use-frame-keys.ts';
import { useFrameView } from './use-frame-view.ts';
import { useSelection } from './use-selection.ts';
import { frameShortcuts, framesWords } from './words.ts';

const wideEnough = '(min-width: 1180px)';

/** Details that open below the list take room from it: the frame they are of must not vanish behind them. */
function useShownRow(
  scroll: ListScroll,
  ordinal: number | undefined,
  viewportHeight: number,
): void {
  useEffect(() => {
    if (ordinal !== undefined && viewportHeight > 0) scroll.showRow(ordinal);
  }, [scroll, ordinal, viewportHeight]);
}

export function FramesScreen() {
  const search = useSearch({ from: '/frames' });
  const navigate = useNavigate({ from: '/frames' });
  const [scroll] = useState(createFrameScroll);
  const [errorsOnly, setErrorsOnly] = useState(false);
  const [hidePings, setHidePings] = useLocalStorage({
    key: 'benchpoint-hide-pings',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [detailsOpen, setDetailsOpen] = useState(search.seq !== undefined);
  /** What was shown when the view was paused. */
  const [frozen, setFrozen] = useState<{ count: number; head: number }>();
  const filterInput = useRef<HTMLInputElement>(null);
  const wide = useMediaQuery(wideEnough, true, { getInitialValueInEffect: false });
  useShortcutHelp(frameShortcuts);

  const filter = composeFilter(search.filter ?? '', { errorsOnly, hidePings });
  /** The live capture is read from its end, which moves; any other from its beginning. */
  const placeCapture = useCallback(
    (capture: string | undefined) => (capture === undefined ? scroll.follow() : scroll.begin()),
    [scroll],
  );
  const { view, snapshot, error } = useFrameView(
    filter,
    search.capture,
    frozen !== undefined,
    placeCapture,
  );
  const rowCount = frozen?.count ?? snapshot.count;
  const following = useListPart(scroll, 'following');
  const viewportHeight = useListPart(scroll, 'viewportHeight');
  const liveHead = useFrameProgress()?.head ?? snapshot.head;
  const head = search.capture === undefined ? liveHead : snapshot.head;

  const selection = useSelection({
    view,
    rowCount,
    filter,
    capture: search.capture,
    seq: search.seq,
    scroll,
  });

  const togglePause = () => {
    const { count, head: shownHead } = snapshot;
    setFrozen(frozen === undefined ? { count, head: shownHead } : undefined);
  };
  const openSelected = (ordinal: number) => {
    selection.select(ordinal);
    setDetailsOpen(true);
  };
  const closeDetails = () => setDetailsOpen(false);
  const selectedRow = selection.ordinal === undefined ? undefined : view?.rowAt(selection.ordinal);

  const onGridKey = useFrameKeys({
    scroll,
    selection,
    rowCount,
    pairSeq: selectedRow?.pairSeq,
    openDetails: () => setDetailsOpen(true),
    closeDetails,
    togglePause,
    focusFilter: () => filterInput.current?.focus(),
  });

  const applyFilter = useCallback(
    (text: string) =>
      void navigate({
        search: ({ filter: _previous, ...rest }) =>
          text === '' ? rest : { ...rest, filter: text },
        replace: true,
      }),
    [navigate],
  );
  const onRange = useCallback(
    ({ first, count }: { first: number; count: number }) => view?.show(first, count),
    [view],
  );

  const showsDetails = detailsOpen && search.seq !== undefined;
  useShownRow(scroll, showsDetails ? selection.ordinal : undefined, viewportHeight);
  const layout = useDefaultLayout({
    id: wide ? 'frames-wide' : 'frames-narrow',
    panelIds: showsDetails ? ['list', 'details'] : ['list'],
    storage: localStorage,
  });

  return (
    <div className={screen.filling}>
      <h1 className={texts.hidden}>{framesWords.title}</h1>
      <Toolbar
        appliedFilter={search.filter ?? ''}
        onFilter={applyFilter}
        filterInput={filterInput}
        errorsOnly={errorsOnly}
        onErrorsOnly={setErrorsOnly}
        hidePings={hidePings}
        onHidePings={setHidePings}
        following={following}
        onFollow={() => (following ? scroll.stopFollowing() : scroll.follow())}
        pausedWith={frozen === undefined ? undefined : Math.max(0, head - frozen.head)}
        onPause={togglePause}
        snapshot={snapshot}
        filtered={filter !== ''}
      />
      {search.capture !== undefined && (
        <CaptureNote
          capture={search.capture}
          onLeave={() => void navigate({ search: {}, replace: true })}
        />
      )}
      {error !== undefined && <ProblemAlert title={framesWords.viewFailed} error={error} />}
      <Group
        className={styles.panes}
        orientation={wide ? 'horizontal' : 'vertical'}
        defaultLayout={layout.defaultLayout}
        onLayoutChanged={layout.onLayoutChanged}
      >
        <Panel id="list" minSize="25%" className={styles.list}>
          <FrameGrid
            label={framesWords.list}
            rowCount={rowCount}
            rowAt={view?.rowAt ?? (() => undefined)}
            onRange={onRange}
            scroll={scroll}
            selected={selection.ordinal}
            pairSeq={selectedRow?.pairSeq}
            onSelect={openSelected}
            onKeyDown={onGridKey}
          />
          <EmptyList
            snapshot={snapshot}
            view={view}
            userFilter={search.filter !== undefined || errorsOnly}
            onClearFilter={() => {
              setErrorsOnly(false);
              applyFilter('');
            }}
          />
          {search.capture === undefined && (
            <NewFramesPill rowCount={rowCount} following={following} onFollow={scroll.follow} />
          )}
        </Panel>
        {showsDetails && search.seq !== undefined && (
          <>
            <Separator className={styles.separator} aria-label={framesWords.splitter} />
            <Panel id="details" minSize="25%" defaultSize="42%" className={styles.details}>
              <DetailsPanel
                seq={search.seq}
                capture={search.capture}
                onClose={closeDetails}
                onGoTo={(seq) => void selection.selectSeq(seq)}
              />
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}
