/** A Central System in a process of its own, for tests that take something away from it. Prints JSON lines. */
import { startTestCsms } from './support.ts';

const csms = await startTestCsms({
  onListenerProblem: (problem) => console.log(JSON.stringify({ problem })),
});
console.log(JSON.stringify({ port: csms.port }));
