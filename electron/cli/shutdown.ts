/** Waits for the end of a command that runs until told: SIGINT, SIGTERM, or the end of the supervisor's stdin. */

export type StopReason = 'SIGINT' | 'SIGTERM' | 'stdin ended';

const patienceMs = 10_000;
const forcedExitCode = 3;

/**
 * Resolves when the program is to end. A second signal, or a shutdown that takes longer than ten seconds, ends it at
 * once: everything that was answered is on disk already.
 */
export function untilStopped(options: { stdin?: NodeJS.ReadableStream } = {}): Promise<StopReason> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (reason: StopReason) => {
      if (asked) process.exit(forcedExitCode);
      asked = true;
      setTimeout(() => process.exit(forcedExitCode), patienceMs).unref();
      resolve(reason);
    };
    process.on('SIGINT', () => stop('SIGINT'));
    process.on('SIGTERM', () => stop('SIGTERM'));
    options.stdin?.once('end', () => stop('stdin ended'));
    options.stdin?.resume();
  });
}
