/** That whoever waits for frames hears of them in order, after they are written, and of nothing else. */
import { describe, expect, it } from 'vitest';
import type { NewFrame } from '../../../shared/record/frame.ts';
import { createFrameWatch } from './frame-watch.ts';

const ping = (station: string): NewFrame => ({ role: 'csms', kind: 'ping', station });

function setUp() {
  const afterWrite: { proceed: () => void; refuse?: () => void }[] = [];
  const watch = createFrameWatch({
    afterWrite: (proceed, refuse) => afterWrite.push({ proceed, ...(refuse ? { refuse } : {}) }),
  });
  const heard: string[] = [];
  return { afterWrite, watch, heard };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('createFrameWatch', () => {
  it('tells the frames of a station once they are written, in order', async () => {
    const { afterWrite, watch, heard } = setUp();
    watch.watch({ stations: new Set(['CP-1']) }, ({ seq, frame }) =>
      heard.push(`${seq} ${frame.station}`),
    );
    watch.note(ping('CP-1'), 1);
    watch.note(ping('CP-2'), 2);
    watch.note(ping('CP-1'), 3);
    await nextTurn();
    expect(heard).toEqual([]);
    expect(afterWrite).toHaveLength(1);
    afterWrite[0]?.proceed();
    await nextTurn();
    expect(heard).toEqual(['1 CP-1', '3 CP-1']);
  });

  it('tells nothing that a strict record refused', async () => {
    const { afterWrite, watch, heard } = setUp();
    watch.watch({}, ({ seq }) => heard.push(String(seq)));
    watch.note(ping('CP-1'), 1);
    afterWrite[0]?.refuse?.();
    watch.note(ping('CP-1'), 2);
    afterWrite[1]?.proceed();
    await nextTurn();
    expect(heard).toEqual(['2']);
  });

  it('asks nothing of the record while nobody watches', async () => {
    const { afterWrite, watch, heard } = setUp();
    const stop = watch.watch({}, ({ seq }) => heard.push(String(seq)));
    stop();
    watch.note(ping('CP-1'), 1);
    await nextTurn();
    expect(afterWrite).toEqual([]);
    expect(heard).toEqual([]);
  });
});
