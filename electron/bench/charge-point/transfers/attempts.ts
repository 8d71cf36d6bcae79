/**
 * Several attempts at one transfer with waits between them, shown as they go; and waiting that can be cut short.
 * Knows no statuses.
 */
import type {
  TransferFault,
  TransferState,
} from '../../../../shared/api/charge-point-security-contract.ts';
import { clientTlsOptions } from '../../wire/tls-policy.ts';
import { note } from '../activity.ts';
import type { Emulation } from '../emulation.ts';
import { centralSystemRoots } from '../security/root-store.ts';
import { type TransferContext, type Transferred, transferLimits } from './transfer.ts';

/** When a Central System asks for several attempts and leaves the wait to us. */
const ownRetryIntervalS = 10;
/** Progress is shown at most once in this many bytes, so that a large file moves no screen thousands of times. */
const shownStepBytes = 256 * 1024;

/** Waits by the charge point's clock; false when it was cut short. */
export function pause(emulation: Emulation, waitMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(false);
      return;
    }
    const onAbort = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = emulation.timers.after(waitMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

export interface Attempts {
  kind: TransferState['kind'];
  /** Without credentials. */
  shownLocation: string;
  fileName?: string;
  requestId?: number;
  /** As the Central System asked; `retries` is how often it is tried at all. */
  retries: number | undefined;
  retryIntervalS: number | undefined;
  signal: AbortSignal;
  maxBytes?: number;
}

/** The same trust as towards the Central System: whoever runs it runs the file server. */
async function contextOf(
  emulation: Emulation,
  { signal, maxBytes = transferLimits.maxBytes }: Attempts,
  onProgress: TransferContext['onProgress'],
): Promise<TransferContext> {
  const trustedRootsPem = await centralSystemRoots(emulation);
  const { trust, serverNameRule, allowServerWildcards } = emulation.settings;
  const verification =
    trust === 'insecure' ? 'insecure' : (serverNameRule ?? 'common-name-or-alternative');
  return {
    limits: { ...transferLimits, maxBytes },
    after: (delayMs, run) => emulation.timers.after(delayMs, run),
    tls: (host) =>
      clientTlsOptions({
        host,
        suites: 'bench',
        trustedRootsPem,
        verification,
        allowWildcards: allowServerWildcards ?? false,
      }),
    signal,
    onProgress,
  };
}

/** Shows a transfer that cannot even begin. */
export function showImpossible(
  emulation: Emulation,
  asked: Pick<Attempts, 'kind' | 'shownLocation' | 'fileName' | 'requestId'>,
  fault: TransferFault,
): void {
  const { kind, shownLocation, fileName, requestId } = asked;
  emulation.transfers.shown.set(kind, {
    kind,
    location: shownLocation,
    ...(fileName === undefined ? {} : { fileName }),
    ...(requestId === undefined ? {} : { requestId }),
    running: false,
    attempt: 1,
    bytes: 0,
    fault,
  });
  emulation.changed();
}

/** Tries until it works, the attempts are used up, or it is cut short. */
export async function inAttempts<T>(
  emulation: Emulation,
  asked: Attempts,
  once: (context: TransferContext) => Promise<Transferred<T>>,
): Promise<Transferred<T>> {
  const { kind, shownLocation, fileName, requestId, signal } = asked;
  const most = Math.max(1, asked.retries ?? 1);
  const waitMs = (asked.retryIntervalS ?? ownRetryIntervalS) * 1000;
  for (let attempt = 1; ; attempt += 1) {
    const shown: TransferState = {
      kind,
      location: shownLocation,
      ...(fileName === undefined ? {} : { fileName }),
      ...(requestId === undefined ? {} : { requestId }),
      running: true,
      attempt,
      bytes: 0,
    };
    emulation.transfers.shown.set(kind, shown);
    emulation.changed();
    let shownBytes = 0;
    const context = await contextOf(emulation, asked, (bytes, totalBytes) => {
      shown.bytes = bytes;
      if (totalBytes !== undefined) shown.totalBytes = totalBytes;
      if (shownBytes > 0 && bytes - shownBytes < shownStepBytes) return;
      shownBytes = bytes;
      emulation.changed();
    });
    const outcome = await once(context);
    shown.running = false;
    if (!outcome.ok) {
      shown.fault = outcome.fault;
      note(emulation, 'files', `${kind} attempt ${attempt} of ${most}: ${outcome.detail}`);
    }
    emulation.changed();
    if (outcome.ok || attempt >= most || signal.aborted) return outcome;
    if (!(await pause(emulation, waitMs, signal))) return outcome;
  }
}
