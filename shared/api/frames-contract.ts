/**
 * Contract of reading the record. Frames are asked for by key or by ordinal of a view, never streamed.
 * Every text that leaves through here is masked; `reveal` is a call of its own and is recorded.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { judgementSchema, severity, timestamp } from './common-schemas.ts';

/** One line of the frame list: everything but the content. */
export const frameRow = z.object({
  seq: z.number().int(),
  at: timestamp,
  /** Microseconds of the run's monotonic clock; differences between rows of one run are exact. */
  monoUs: z.number(),
  run: z.string(),
  role: z.enum(['csms', 'charge-point', 'bench']),
  station: z.string().optional(),
  connection: z.number().int().optional(),
  direction: z.enum(['in', 'out']).optional(),
  sender: z.enum(['charge-point', 'csms']).optional(),
  kind: z.string(),
  messageType: z.enum(['call', 'result', 'error', 'malformed']).optional(),
  /** Of a CALL, and of the CALL that a result or error answers. */
  action: z.string().optional(),
  messageId: z.string().optional(),
  /** `seq` of the CALL or of the answer. */
  pairSeq: z.number().int().optional(),
  latencyMs: z.number().optional(),
  bytes: z.number().int(),
  /** One line of what it says. For frames that are no messages: a code; the UI has the words. */
  summary: z.string(),
  tampered: z.boolean(),
  /** The worst of its judgements. */
  severity: severity.optional(),
  /** Codes and parameters of the outcome for frames of connections (failures, refusals). */
  detail: z.unknown().optional(),
});
export type FrameRow = z.infer<typeof frameRow>;

/** A frame as `GET /frames` gives it. */
export const frameView = frameRow.extend({
  text: z.string().optional(),
  base64: z.string().optional(),
  masked: z.boolean(),
  judgements: z.array(judgementSchema),
});
export type FrameView = z.infer<typeof frameView>;

/** One frame whole, with its neighbours in the connection. */
export const frameDetail = frameView.extend({
  /** SHA-256 of the line in the journal: what evidence refers to. */
  lineSha256: z.string(),
  segment: z.string(),
  flags: z.array(z.string()),
  /** `seq` of the frames of the same connection attempt: opened, hello, TLS, upgrade, failure. */
  handshake: z.array(frameView),
  pair: frameView.optional(),
});
export type FrameDetail = z.infer<typeof frameDetail>;

export const frameHead = z.object({
  capture: z.string(),
  /** Highest `seq` in the journal; 0 when empty. */
  head: z.number().int(),
  /** Highest `seq` in the index. */
  indexedTo: z.number().int(),
});
export type FrameHead = z.infer<typeof frameHead>;

const captureParameter = z.object({ capture: z.string().optional() });
const viewParameter = z.object({ viewId: z.string() });

export const viewState = z.object({
  viewId: z.string(),
  capture: z.string(),
  /** Rows in the view so far. */
  count: z.number().int(),
  /** Scanned up to this `seq`; equal to `head` when done. */
  scannedTo: z.number().int(),
  head: z.number().int(),
});
export type ViewState = z.infer<typeof viewState>;

export const openedView = viewState.extend({ rows: z.array(frameRow) });
export type OpenedView = z.infer<typeof openedView>;

export const framesContract = {
  /** Oldest first; `before` alone: the last `limit` before it; neither: the newest `limit`. */
  list: oc
    .route({ method: 'GET', path: '/frames', tags: ['Frames'] })
    .input(
      z.object({
        capture: z.string().optional(),
        filter: z.string().max(4096).optional(),
        before: z.coerce.number().int().min(1).optional(),
        after: z.coerce.number().int().min(0).optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ frames: z.array(frameView), head: z.number().int() })),
  get: oc
    .route({ method: 'GET', path: '/frames/{seq}', tags: ['Frames'] })
    .input(captureParameter.extend({ seq: z.coerce.number().int().min(1) }))
    .output(frameDetail),
  /** The frame unmasked; recorded as `secret-revealed`. */
  reveal: oc
    .route({ method: 'POST', path: '/frames/{seq}/reveal', tags: ['Frames'] })
    .input(captureParameter.extend({ seq: z.coerce.number().int().min(1) }))
    .output(frameDetail),
  head: oc
    .route({ method: 'GET', path: '/frames-head', tags: ['Frames'] })
    .input(captureParameter)
    .output(frameHead),
  /**
   * A view is a filter with a growing, ordered result; it closes by itself 60 s after its last use. Its first `rows`
   * come along with the answer, as far as they are known by then.
   */
  openView: oc
    .route({ method: 'POST', path: '/frame-views', tags: ['Frames'] })
    .input(
      captureParameter.extend({
        filter: z.string().max(4096).default(''),
        rows: z.coerce.number().int().min(0).max(500).default(0),
      }),
    )
    .output(openedView),
  viewRows: oc
    .route({ method: 'GET', path: '/frame-views/{viewId}', tags: ['Frames'] })
    .input(
      viewParameter.extend({
        start: z.coerce.number().int().min(0),
        count: z.coerce.number().int().min(0).max(500),
      }),
    )
    .output(viewState.extend({ start: z.number().int(), rows: z.array(frameRow) })),
  /** Ordinal in the view of the frame, or of the next one after it. */
  locate: oc
    .route({ method: 'GET', path: '/frame-views/{viewId}/ordinal', tags: ['Frames'] })
    .input(viewParameter.extend({ seq: z.coerce.number().int().min(1) }))
    .output(z.object({ ordinal: z.number().int(), exact: z.boolean() })),
  closeView: oc
    .route({ method: 'DELETE', path: '/frame-views/{viewId}', tags: ['Frames'] })
    .input(viewParameter)
    .output(z.object({ closed: z.boolean() })),
};
