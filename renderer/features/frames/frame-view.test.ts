import { afterEach, describe, expect, it } from 'vitest';
import type { FrameRow } from '../../../shared/api/frames-contract.ts';
import { createFrameView, type FrameView } from './frame-view.ts';

const rowOf = (seq: number): FrameRow => ({
  seq,
  at: '',
  monoUs: 0,
  run: 'r',
  role: 'csms',
  kind: 'ping',
  bytes: 0,
  summary: '',
  tampered: false,
});

/** A bench with `head` frames that all pass the filter; it forgets views when told to. */
function createBench(head: number) {
  const bench = { head, opened: 0, known: '', starts: [] as number[], broken: false };
  const state = (viewId: string) => ({
    viewId,
    capture: 'c',
    count: bench.head,
    scannedTo: bench.head,
    head: bench.head,
  });
  const client = {
    openView: ({ rows = 0 }: { rows?: number }) => {
      if (bench.broken) return Promise.reject(new Error('lost'));
      bench.opened += 1;
      bench.known = `view-${bench.opened}`;
      const first = Array.from({ length: Math.min(rows, bench.head) }, (_, index) =>
        rowOf(index + 1),
      );
      return Promise.resolve({ ...state(bench.known), rows: first });
    },
    viewRows: ({ viewId, start, count }: { viewId: string; start: number; count: number }) => {
      if (viewId !== bench.known) return Promise.reject(new Error('view-unknown'));
      if (count > 0) bench.starts.push(start);
      const end = Math.min(bench.head, start + count);
      const rows = Array.from({ length: Math.max(0, end - start) }, (_, index) =>
        rowOf(start + index + 1),
      );
      return Promise.resolve({ ...state(viewId), start, rows });
    },
    locate: ({ seq }: { seq: number }) => Promise.resolve({ ordinal: seq - 1, exact: true }),
    closeView: () => Promise.resolve({ closed: true }),
  };
  // The view uses four procedures as plain functions; what oRPC adds to them is not touched.
  return { bench, client: client as unknown as Parameters<typeof createFrameView>[0]['client'] };
}

const views: FrameView[] = [];
afterEach(() => {
  for (const view of views.splice(0)) view.close();
});

function open(
  client: Parameters<typeof createFrameView>[0]['client'],
  capture?: string,
): FrameView {
  const view = createFrameView({ client, filter: '', ...(capture !== undefined && { capture }) });
  views.push(view);
  return view;
}

function until(view: FrameView, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (holds()) return resolve();
    const stop = view.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
}

describe('a view of the record', () => {
  it('fetches the page in sight first, then its neighbours, and no other', async () => {
    const { bench, client } = createBench(5_000_000);
    const view = open(client);
    view.show(2_500_050, 40);
    await until(view, () => view.rowAt(2_500_060) !== undefined);
    expect(view.rowAt(2_500_060)?.seq).toBe(2_500_061);
    expect(view.snapshot().count).toBe(5_000_000);
    await until(view, () => view.rowAt(2_499_900) !== undefined);
    expect(bench.starts).toEqual([2_500_000, 2_500_100, 2_499_900]);
  });

  it('has the first rows of an older capture as soon as it is open', async () => {
    const { bench, client } = createBench(1_000_000);
    const view = open(client, 'older');
    view.show(0, 40);
    await until(view, () => view.snapshot().status === 'open');
    expect(view.rowAt(39)?.seq).toBe(40);
    expect(bench.starts).not.toContain(0);
  });

  it('shows frames that are added after a refresh', async () => {
    const { bench, client } = createBench(10);
    const view = open(client);
    view.show(0, 40);
    await until(view, () => view.rowAt(9) !== undefined);
    bench.head = 12;
    view.refresh();
    await until(view, () => view.rowAt(11) !== undefined);
    expect(view.snapshot().count).toBe(12);
  });

  it('opens itself again when the bench has dropped it', async () => {
    const { bench, client } = createBench(500);
    const view = open(client);
    view.show(0, 40);
    await until(view, () => view.rowAt(0) !== undefined);
    bench.known = 'another';
    view.show(300, 40);
    await until(view, () => view.rowAt(310) !== undefined);
    expect(bench.opened).toBe(2);
    expect(view.snapshot().error).toBeUndefined();
  });

  it('says why it could not be opened, and can be opened again', async () => {
    const { bench, client } = createBench(5);
    bench.broken = true;
    const view = open(client);
    await until(view, () => view.snapshot().error !== undefined);
    expect(view.snapshot().status).toBe('opening');
    bench.broken = false;
    view.reopen();
    await until(view, () => view.snapshot().status === 'open');
    expect(view.snapshot().error).toBeUndefined();
  });

  it('hands out a row that is out of sight', async () => {
    const { client } = createBench(5_000);
    const view = open(client);
    await until(view, () => view.snapshot().status === 'open');
    expect((await view.fetchRow(4_321))?.seq).toBe(4_322);
    expect(await view.locate(77)).toEqual({ ordinal: 76, exact: true });
  });
});
