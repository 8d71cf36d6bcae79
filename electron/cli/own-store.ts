/** The store of a data folder, for commands that work on it without a bench. Knows no row of it. */
import type { Outcome } from '../../shared/api/problem.ts';
import { openWithPassphrase } from '../bench/store/passphrase.ts';
import { openStore, type Store } from '../bench/store/store.ts';
import { type PassphraseOptions, passphraseFor } from './passphrase.ts';

export interface OwnStore {
  store: Store;
  /** As it was given or typed. */
  passphrase: string | undefined;
}

/**
 * Opens the store, asking for the passphrase when one keeps its secrets and none was given.
 * Problems: those of `openStore` and of the passphrase.
 */
export async function openOwnStore(
  directory: string,
  options: PassphraseOptions = {},
): Promise<Outcome<OwnStore>> {
  const given = await passphraseFor(directory, options);
  if (!given.ok) return given;
  const passphrase = given.value;
  const unwrapped =
    passphrase === undefined ? undefined : await openWithPassphrase(directory, passphrase);
  const store = openStore({ directory, passphrase: unwrapped });
  return store.ok ? { ok: true, value: { store: store.value, passphrase } } : store;
}
