/** Reading the record, as the doors see it: the live capture unless another is named; a reveal is recorded. */
import type { FramesSurface } from './bench-surface.ts';
import type { CaptureReader } from './capture/capture-reader.ts';
import type { LiveRecord } from './live-record.ts';

export function createFramesSurface(reader: CaptureReader, live: LiveRecord): FramesSurface {
  const idOf = (capture: string | undefined) => capture ?? live.capture();
  return {
    list: ({ capture, ...request }) => reader.framesWindow({ ...request, capture: idOf(capture) }),
    get: (capture, seq) => reader.readFrame(idOf(capture), seq),
    async reveal(capture, seq) {
      const id = idOf(capture);
      const revealed = await reader.readFrame(id, seq, true);
      if (revealed.ok) {
        live.recorder.append({
          role: 'bench',
          kind: 'secret-revealed',
          // The frame itself is in the live capture; the one that was looked at need not be.
          detail: { what: 'frame', seq, ...(id === live.capture() ? {} : { capture: id }) },
        });
      }
      return revealed;
    },
    async head(capture) {
      const id = idOf(capture);
      const indexedTo = await reader.indexedTo(id);
      if (!indexedTo.ok) return indexedTo;
      const head = id === live.capture() ? live.head() : indexedTo.value;
      return { ok: true, value: { capture: id, head, indexedTo: indexedTo.value } };
    },
    openView: ({ capture, filter, rows }) => reader.openView(idOf(capture), filter, rows),
    viewRows: (viewId, start, count) => reader.viewRows(viewId, start, count),
    locate: (viewId, seq) => reader.locate(viewId, seq),
    closeView: (viewId) => reader.closeView(viewId),
  };
}
