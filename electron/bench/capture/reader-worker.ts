/** Worker thread that answers questions about captures. Knows only how messages come and go. */
import { parentPort } from 'node:worker_threads';
import type { Outcome } from '../../../shared/api/problem.ts';
import { createReader } from './reader.ts';
import type { ReaderMethod, ReaderMethods, ReaderReply, ReaderRequest } from './reader-protocol.ts';

if (parentPort === null) throw new Error('reader-worker runs as a worker thread only');
const port = parentPort;
const reader = createReader();
const cancelled = new Set<number>();

type Call = Exclude<ReaderRequest, { type: 'cancel' }>;

function answer({
  method,
  input,
  id,
}: Call): Promise<Outcome<ReaderMethods[ReaderMethod]['output']>> {
  // The union of calls pairs each method with its own input; the compiler loses that in the lookup.
  const call = reader[method] as (
    input: Call['input'],
    isCancelled: () => boolean,
  ) => Promise<Outcome<ReaderMethods[ReaderMethod]['output']>>;
  return call(input, () => cancelled.has(id));
}

port.on('message', (request: ReaderRequest) => {
  if (request.type === 'cancel') {
    cancelled.add(request.id);
    return;
  }
  answer(request)
    .catch((error: unknown): Outcome<never> => {
      // The index may be replaced or the files may go while a question is worked on.
      const raw = error instanceof Error ? error.message : String(error);
      return { ok: false, problem: { code: 'capture-read-failed', parameters: { raw } } };
    })
    .then((outcome) => {
      cancelled.delete(request.id);
      const reply: ReaderReply = { id: request.id, outcome };
      port.postMessage(reply);
    });
});
