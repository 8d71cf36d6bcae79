/**
 * A whole bench in a process of its own that answers questions about its health over IPC: heap after collection,
 * problems so far, and whether everything it recorded can be indexed and read.
 */
import { createBench } from '../../electron/bench/bench.ts';
import { csmsRequest } from '../../shared/api/csms-contract.ts';

export type Question = 'heap' | 'settle' | 'stop';

const [dataFolder = ''] = process.argv.slice(2);
const problems: string[] = [];
const opened = await createBench({
  dataFolder,
  version: '0.0.0',
  supervised: false,
  restore: false,
  logMirror: (line) => problems.push(line),
});
if (!opened.ok) throw new Error(opened.problem.code);
const bench = opened.value;

const plain = { host: '127.0.0.1', port: 0 };
await bench.csms.configure(
  csmsRequest.parse({
    listeners: [
      { ...plain, id: 'strict', securityProfiles: [0] },
      { ...plain, id: 'lenient', securityProfiles: [0], lenientWebSocket: true },
      { ...plain, id: 'tls', securityProfiles: [2] },
    ],
    // Mutated paths must not become stations by the thousand.
    policy: { knownOnly: true },
  }),
);
for (let station = 0; station < 40; station += 1) bench.csms.putStation(`CP${station}`, {});

/** Every frame as the API gives it: judged, summarised, masked. */
async function readEverything(): Promise<number> {
  let after = 0;
  for (;;) {
    const page = await bench.frames.list({ after, limit: 1000 });
    if (!page.ok) throw new Error(page.problem.code);
    const last = page.value.frames.at(-1);
    if (last === undefined) return after;
    if (last.seq !== after + page.value.frames.length) throw new Error(`not dense at ${after}`);
    after = last.seq;
  }
}

function indexed(): Promise<number> {
  return new Promise((resolve) => {
    function look(): void {
      const { head, indexedTo } = bench.heads();
      if (head !== indexedTo) return;
      stop();
      clearInterval(timer);
      resolve(head);
    }
    const stop = bench.onMoved(look);
    const timer = setInterval(look, 100);
  });
}

async function answer(question: Question): Promise<unknown> {
  switch (question) {
    case 'heap':
      for (let pass = 0; pass < 3; pass += 1) {
        globalThis.gc?.();
        await new Promise(setImmediate);
      }
      return process.memoryUsage().heapUsed;
    case 'settle': {
      const head = await indexed();
      const read = await readEverything();
      // What the screens ask for, with everything that bad input left in it.
      const stations = JSON.stringify(bench.csms.stations()).length;
      return { head, read, stationsCharacters: stations, problems };
    }
    case 'stop':
      await bench.close('stopped');
      setImmediate(() => process.disconnect());
      return undefined;
  }
}

process.on('message', (question: Question) => {
  // A rejection ends the process, which the test sees.
  void answer(question).then((value) => process.send?.({ value }));
});

const ports = Object.fromEntries(bench.csms.state().listeners.map(({ id, port }) => [id, port]));
process.send?.({ value: ports });
