/**
 * Runs a tool in the foreground and ends as it ended: same exit code, same signal.
 * Knows nothing of which tools there are.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './paths.mjs';

/** @typedef {{ code: number, signal: NodeJS.Signals | null, tookMs: number }} Ending */

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a program with our stdin, stdout and stderr and waits for its end.
 * A signal that reaches us is passed on. Ctrl+C is not: the terminal has sent it to the whole group already,
 * and a program that is told twice skips its clean shutdown.
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Ending>} `code` is 128 + the signal's number when a signal ended it
 */
export function run(program, programArguments, environment) {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(program, programArguments, {
      cwd: root,
      env: environment,
      stdio: 'inherit',
    });
    const listeners = forwarded.map((signal) => {
      const listener = () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      };
      process.on(signal, listener);
      return () => process.off(signal, listener);
    });
    const settle = () => {
      for (const remove of listeners) remove();
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      settle();
      const number = signal === null ? 0 : 128 + constants.signals[signal];
      resolve({ code: code ?? number, signal, tookMs: performance.now() - startedMs });
    });
  });
}
