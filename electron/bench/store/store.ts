/**
 * The store of a data folder: everything that must survive but is not the record. Never deleted.
 * Puts the rooms of this folder together; knows no role and no socket.
 */
import type { Outcome } from '../../../shared/api/problem.ts';
import { type ChargePointStore, chargePointStore } from './charge-points.ts';
import { openDatabase } from './database.ts';
import { type IdTagStore, idTagStore } from './id-tags.ts';
import {
  type IdentityStore,
  identityStore,
  type TrustedRootStore,
  trustedRootStore,
} from './identities.ts';
import { type SettingStore, settingStore } from './settings.ts';
import { type StationNoteStore, stationNoteStore } from './station-notes.ts';
import { type StationStore, stationStore } from './stations.ts';
import { type TransactionStore, transactionStore } from './transactions.ts';
import { openVault, type Vault } from './vault.ts';

export interface Store {
  stations: StationStore;
  stationNotes: StationNoteStore;
  idTags: IdTagStore;
  transactions: TransactionStore;
  settings: SettingStore;
  identities: IdentityStore;
  trustedRoots: TrustedRootStore;
  chargePoints: ChargePointStore;
  secretsKeptBy: Vault['keptBy'];
  close(): void;
}

const probeName = 'vault-probe';
const probeText = 'benchpoint';

/** Proves that the key opens what this folder holds, before anything is sealed with a wrong one. */
function keyFits(settings: SettingStore, vault: Vault): boolean {
  const probe = settings.read(probeName);
  if (typeof probe !== 'string') {
    const sealed = vault.seal(Buffer.from(probeText), probeName);
    settings.write(probeName, Buffer.from(sealed).toString('base64'));
    return true;
  }
  try {
    return (
      Buffer.from(vault.open(Buffer.from(probe, 'base64'), probeName)).toString() === probeText
    );
  } catch {
    // An authentication failure of the cipher is the answer itself: another key.
    return false;
  }
}

/**
 * Opens the store of a data folder and holds it until `close`.
 * Problems: those of `openDatabase` and `openVault`, and `data-key-does-not-fit`.
 */
export function openStore(options: { directory: string; dataKey?: Uint8Array }): Outcome<Store> {
  const opened = openDatabase(options.directory);
  if (!opened.ok) return opened;
  const database = opened.value;
  const settings = settingStore(database);
  const alreadySealed = settings.read(probeName) !== undefined;
  const vault = openVault(options.directory, options.dataKey, alreadySealed);
  if (!vault.ok) {
    database.close();
    return vault;
  }
  if (!keyFits(settings, vault.value)) {
    database.close();
    return { ok: false, problem: { code: 'data-key-does-not-fit', where: options.directory } };
  }
  return {
    ok: true,
    value: {
      stations: stationStore(database, vault.value),
      stationNotes: stationNoteStore(database),
      idTags: idTagStore(database),
      transactions: transactionStore(database),
      settings,
      identities: identityStore(database, vault.value),
      trustedRoots: trustedRootStore(database),
      chargePoints: chargePointStore(database, vault.value),
      secretsKeptBy: vault.value.keptBy,
      close: () => database.close(),
    },
  };
}
