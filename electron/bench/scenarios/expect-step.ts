/**
 * Waiting for frames: which of those that came are meant, and what came instead. Each frame is taken once, so that the
 * second Heartbeat is not the first one again.
 */
import type { StepFailure } from '../../../shared/api/scenarios-contract.ts';
import { durationMs } from '../../../shared/scenario/duration.ts';
import { difference } from '../../../shared/scenario/match.ts';
import type { Expectation } from '../../../shared/scenario/scenario.ts';
import { type SeenFrame, shownContent } from './inbox.ts';
import type { Place, StepParts, StepResult } from './step-types.ts';

type Wanted = Pick<Expectation, 'action' | 'kind' | 'from' | 'payload' | 'role' | 'since'>;

const shownOthers = 20;

/** The frames that count: one side's, because both sides are recorded when both are ours. */
function candidates(inbox: StepParts['inbox'], { actor, id }: Place, wanted: Wanted): SeenFrame[] {
  const role = wanted.role ?? (actor.emulated ? 'charge-point' : 'csms');
  const from = wanted.since === 'start' ? 0 : inbox.markOf(id);
  return inbox
    .of(id)
    .slice(from)
    .filter((frame) => frame.role === role);
}

function isOfKind(frame: SeenFrame, { action, kind, from }: Wanted): boolean {
  return (
    frame.kind === kind &&
    (action === undefined || frame.action === action) &&
    (from === undefined || frame.sender === from)
  );
}

export function matchingFrames(
  inbox: StepParts['inbox'],
  place: Place,
  wanted: Wanted,
): SeenFrame[] {
  return candidates(inbox, place, wanted).filter(
    (frame) =>
      isOfKind(frame, wanted) && difference(frame.content, wanted.payload ?? {}) === undefined,
  );
}

function gotOf({ seq, kind, action, messageId, sender, content }: SeenFrame, station: string) {
  return { seq, kind, action, messageId, sender, station, payload: content };
}

/** What was expected and what came instead: the frames since then, and where the closest one differs. */
function missing(expectation: Expectation, place: Place, parts: StepParts, found: number) {
  const { action = '', kind, count, within, payload } = expectation;
  const others = candidates(parts.inbox, place, expectation).filter(({ taken }) => !taken);
  const close = others.findLast((frame) => isOfKind(frame, expectation));
  const came = others.slice(-shownOthers).map((frame) => ({
    seq: frame.seq,
    kind: frame.kind,
    action: frame.action,
    sender: frame.sender,
    path: isOfKind(frame, expectation) ? difference(frame.content, payload ?? {})?.path : undefined,
  }));
  const failure: StepFailure = {
    code: 'scenario-expect-timeout',
    where: place.id,
    parameters: { action, kind, count, found, within },
    expected: shownContent(payload),
    ...(close ? { actual: shownContent(close.content) } : {}),
    came,
  };
  return { ok: false, frames: came.map(({ seq }) => seq), failure } as const;
}

function unwanted(frame: SeenFrame, { action = '', kind, payload }: Expectation, id: string) {
  const failure: StepFailure = {
    code: 'scenario-expect-came',
    where: id,
    parameters: { action, kind, seq: frame.seq },
    expected: shownContent(payload),
    actual: shownContent(frame.content),
  };
  return { ok: false, frames: [frame.seq], failure } as const;
}

/** Waits until as many frames came as are expected, or, of `absent`, until the time is over. */
export async function carryOutExpect(
  expectation: Expectation,
  place: Place,
  parts: StepParts,
): Promise<StepResult> {
  const { inbox, signal } = parts;
  const { count, absent, within } = expectation;
  const open = () => matchingFrames(inbox, place, expectation).filter(({ taken }) => !taken);
  const look = () => {
    const found = open();
    return found.length >= (absent ? 1 : count) ? found : undefined;
  };
  const found = await inbox.wait(look, { timeoutMs: durationMs(within) ?? 0, signal });
  if (found === 'timeout') {
    return absent ? { ok: true, frames: [] } : missing(expectation, place, parts, open().length);
  }
  const taken = found.slice(0, count);
  const [first] = taken;
  if (absent && first) return unwanted(first, expectation, place.id);
  for (const frame of taken) frame.taken = true;
  return {
    ok: true,
    frames: taken.map(({ seq }) => seq),
    got: first ? gotOf(first, place.id) : undefined,
  };
}
