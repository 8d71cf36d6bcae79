/** Writes frames as fast as it can and tells its parent which are written, until it is killed. */
import { openJournal } from './journal.ts';

const [directory = '', run = ''] = process.argv.slice(2);
const opened = openJournal({
  directory,
  captureId: 'one',
  runId: `flood-${run}`,
  tool: 'flood',
  segmentBytes: 256 * 1024,
});
if (!opened.ok) throw new Error(opened.problem.code);
const journal = opened.value;

function turn(): void {
  let seq = 0;
  for (let count = 0; count < 20; count++) {
    seq = journal.append({
      role: 'csms',
      connection: count,
      station: `CP${count}`,
      direction: 'in',
      sender: 'charge-point',
      kind: 'message',
      text: `[2,"${count}","Heartbeat",{}]`,
    });
  }
  journal.afterWrite(() => {
    process.send?.(seq);
    setImmediate(turn);
  });
}
turn();
