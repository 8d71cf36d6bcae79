/**
 * The bench's own secrets as the doors see them: unlocking, keeping their key in another way, what was revealed.
 * Knows the store and how the bench is opened again; never a secret.
 */
import type { Outcome } from '../../shared/api/problem.ts';
import type {
  ChangeKeeperRequest,
  RevealedSecret,
  SecretsState,
} from '../../shared/api/secrets-contract.ts';
import { unwrapDataKey } from './store/passphrase.ts';
import type { Opened } from './store/private-files.ts';
import type { Store } from './store/store.ts';

/** Closes the bench and opens it again behind the same door, with what a passphrase unwrapped. */
export type ReopenBench = (passphrase?: Opened) => Promise<Outcome<SecretsState>>;

export interface SecretsSurface {
  state(): SecretsState;
  /** Nothing to do while open. Problems: those of `unwrapDataKey`, `secrets-changing`, why it is locked without a passphrase. */
  unlock(passphrase: string): Promise<Outcome<SecretsState>>;
  /** Problems: those of `findDataKey`, `secrets-open`, `secrets-changing`. */
  retry(): Promise<Outcome<SecretsState>>;
  /** Problems: those of `StoredSecrets.startOver`, `secrets-changing`. */
  startOver(): Promise<Outcome<{ setAside: string }>>;
  /** Problems: those of `StoredSecrets.change`, `secrets-changing`. */
  change(request: ChangeKeeperRequest): Promise<Outcome<SecretsState>>;
  /** The newest first. */
  reveals(limit: number): RevealedSecret[];
}

export interface SecretsSurfaceParts {
  dataFolder: string;
  store: Pick<Store, 'secrets' | 'reveals'>;
  reopen: ReopenBench;
  changed(): void;
}

export function createSecretsSurface(parts: SecretsSurfaceParts): SecretsSurface {
  const { dataFolder, store, reopen, changed } = parts;
  const { secrets } = store;
  let isBusy = false;

  /** One at a time: each guess costs memory and time, and a change must not meet another. */
  async function alone<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    if (isBusy) return { ok: false, problem: { code: 'secrets-changing' } };
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  }

  async function openWith(passphrase?: Opened): Promise<Outcome<SecretsState>> {
    const found = secrets.look(passphrase);
    return found.ok ? reopen(passphrase) : found;
  }

  return {
    state: secrets.state,
    unlock: (passphrase) =>
      alone(async () => {
        const state = secrets.state();
        if (state.status === 'open') return { ok: true, value: state };
        if (!state.passphrase) return { ok: false, problem: state.reason };
        const opened = await unwrapDataKey(dataFolder, passphrase);
        return opened.ok ? openWith(opened) : opened;
      }),
    retry: () => alone(() => openWith()),
    startOver: () =>
      alone(async () => {
        const begun = secrets.startOver(new Date());
        if (!begun.ok) return begun;
        const opened = await reopen();
        return opened.ok ? begun : opened;
      }),
    change: (request) =>
      alone(async () => {
        const changedState = await secrets.change(request);
        if (changedState.ok) changed();
        return changedState;
      }),
    reveals: (limit) => store.reveals.latest(limit),
  };
}
