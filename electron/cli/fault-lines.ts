/** Prints a line whenever a fault of a running bench is switched, because whoever watches the program must know. */
import type { FaultOn } from '../../shared/api/faults-contract.ts';
import { faultWords } from '../../shared/security/handshake-fault-words.ts';
import type { Bench } from '../bench/bench.ts';
import type { Output } from './output.ts';

const keyOf = ({ target, name, since }: FaultOn): string => `${target} ${name} ${since}`;

export function tellFaults(bench: Pick<Bench, 'faults' | 'onMoved'>, output: Output): void {
  let told = new Map<string, FaultOn>();
  bench.onMoved((topic) => {
    if (topic !== 'faults') return;
    const on = new Map(bench.faults.state().on.map((one) => [keyOf(one), one]));
    for (const [key, { target, name, fault }] of told) {
      if (on.has(key)) continue;
      const text = `Fault off: ${name} no longer shows "${faultWords[fault].title}".`;
      output.line(text, { event: 'fault-off', target, name, fault });
    }
    for (const [key, { target, name, fault }] of on) {
      if (told.has(key)) continue;
      const text = `Fault on: ${name} shows "${faultWords[fault].title}" on purpose.`;
      output.line(text, { event: 'fault-on', target, name, fault });
    }
    told = on;
  });
}
