/**
 * Notes every frame `secret-revealed` with who asked: whichever part of the bench revealed something, and by
 * whichever door. Knows frames and callers, no secret.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RevealedSecret } from '../../shared/api/secrets-contract.ts';
import type { NewFrame } from '../../shared/record/frame.ts';

export type Caller = RevealedSecret['by'];

const callers = new AsyncLocalStorage<Caller>();

/** Runs what a caller asked for, so that a reveal in it is noted with that caller. */
export function asCaller<T>(caller: Caller, work: () => T): T {
  return callers.run(caller, work);
}

export interface RevealAuditParts {
  add(reveal: RevealedSecret): void;
  capture(): string;
  changed(): void;
  nowMs(): number;
}

/** What the detail of a reveal names, whichever kind of secret it is. */
function subjectOf(frame: NewFrame): { what: string; subject: string } {
  const { what, ...named } = { what: '', ...frame.detail };
  const subject = Object.values<unknown>(named).filter(
    (value) => typeof value === 'string' || typeof value === 'number',
  );
  return { what, subject: subject.join(' ') || (frame.station ?? '') };
}

/** Sees frames as they are recorded; only reveals concern it. */
export function createRevealAudit({ add, capture, changed, nowMs }: RevealAuditParts) {
  return (frame: NewFrame, seq: number): void => {
    if (frame.kind !== 'secret-revealed') return;
    add({
      at: new Date(nowMs()).toISOString(),
      capture: capture(),
      seq,
      ...subjectOf(frame),
      by: callers.getStore() ?? { door: 'program' },
    });
    changed();
  };
}
