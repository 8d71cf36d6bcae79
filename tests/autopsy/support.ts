/** What the tests of the autopsy share: waiting for an attempt to be over and reading its page as a person would. */
import { type AttemptAutopsy, attemptAutopsy } from '../../shared/api/attempts-contract.ts';
import { chargePointRequest } from '../../shared/api/charge-points-contract.ts';
import type { FrameView } from '../../shared/api/frames-contract.ts';
import { headlineOf, stepWords } from '../../shared/security/autopsy/autopsy-words.ts';
import type { StepId } from '../../shared/security/autopsy/model.ts';
import type { ComposedBench } from '../support/composed-bench.ts';

export type Step = AttemptAutopsy['autopsy']['steps'][number];

export interface ReadAutopsy {
  page: AttemptAutopsy;
  headline: ReturnType<typeof headlineOf>;
  step(id: StepId): Step;
  /** What the step says to a person. */
  says(id: StepId): string;
}

function read(page: AttemptAutopsy): ReadAutopsy {
  const step = (id: StepId): Step => {
    const found = page.autopsy.steps.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no step ${id}`);
    return found;
  };
  return {
    page,
    headline: headlineOf(page.autopsy),
    step,
    says: (id) => stepWords(step(id)).text,
  };
}

/** The autopsy of a connection by its number; what leaves the bench fits the contract. */
export async function autopsyOfConnection(
  { bench }: ComposedBench,
  connection: number,
): Promise<ReadAutopsy> {
  const got = await bench.attempts.get({ capture: 'live', connection });
  if (!got.ok) throw new Error(JSON.stringify(got.problem));
  return read(attemptAutopsy.parse(got.value));
}

/** The autopsy of the first attempt after frame `after` that comes to such a frame. */
export async function autopsyAfter(
  composed: ComposedBench,
  after: number,
  fits: (frame: FrameView) => boolean = ({ kind }) => kind === 'connection-closed',
): Promise<ReadAutopsy> {
  const { connection } = await composed.frame(
    (frame) => frame.seq > after && frame.connection !== undefined && fits(frame),
  );
  return autopsyOfConnection(composed, connection ?? 0);
}

/** Highest frame on record. */
export const headOf = ({ bench }: ComposedBench): number => bench.heads().head;

let charger = 0;

/** Lets an emulated charge point dial, and gives the autopsy of its first attempt that is over. */
export async function autopsyOfDial(
  composed: ComposedBench,
  settings: Record<string, unknown> & { url: string },
  isOver: (frame: FrameView) => boolean = ({ kind, role }) =>
    role === 'charge-point' && (kind === 'connection-failed' || kind === 'upgrade-response'),
): Promise<ReadAutopsy> {
  charger += 1;
  const id = `DIALS-${charger}`;
  const after = headOf(composed);
  const request = chargePointRequest.parse({
    securityProfile: 2,
    password: 'sixteen-bytes-ok',
    ...settings,
  });
  const put = await composed.bench.chargePoints.put(id, request);
  if (!put.ok) throw new Error(JSON.stringify(put.problem));
  try {
    return await autopsyAfter(composed, after, (frame) => frame.station === id && isOver(frame));
  } finally {
    await composed.bench.chargePoints.delete(id);
  }
}
