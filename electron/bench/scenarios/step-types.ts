/** What a step is handed and what it gives. Types only. */
import type { StepFailure } from '../../../shared/api/scenarios-contract.ts';
import type { Variables } from '../../../shared/scenario/variables.ts';
import type { Actor } from './actors.ts';
import type { Inbox } from './inbox.ts';
import type { ScenarioDoors } from './scenarios-surface.ts';

export interface StepParts {
  doors: ScenarioDoors;
  inbox: Inbox;
  signal: AbortSignal;
  variables(): Variables;
  /** Last answer that each station gave. */
  answers: Map<string, unknown>;
}

export type StepResult =
  | { ok: true; frames: readonly number[]; got?: unknown }
  | { ok: false; frames: readonly number[]; failure: StepFailure };

export interface Place {
  actor: Actor;
  /** One of its identities. */
  id: string;
}
