/** Memory and processor time of another process, from /proc. Linux only; knows nothing of what runs there. */
import { readFileSync } from 'node:fs';

/** Clock ticks of /proc in a second: fixed by the kernel's interface. */
const ticksPerS = 100;

/** Resident memory in kB. */
export function residentKb(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (found === null) throw new Error(`process ${pid} has no resident memory`);
  return Number(found[1]);
}

/** Processor time so far, in seconds. */
export function processorS(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerS;
}
