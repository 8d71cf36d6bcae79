/** Asks a person at a terminal before something that cannot be taken back easily. Knows no bench. */
import { createInterface } from 'node:readline/promises';

/** Whether "yes" was typed, in full. Undefined where nobody can be asked. */
export async function askYes(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl+D and Ctrl+C end the question without an answer: that is no.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([terminal.question(`${question} Type yes: `), ended]);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
