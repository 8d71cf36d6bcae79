/**
 * The store of a data folder: everything that must survive but is not the record. Never deleted.
 * Puts the rooms of this folder together; knows no role and no socket.
 */

import type { DatabaseSync } from 'node:sqlite';
import type { Outcome } from '../../../shared/api/problem.ts';
import { type ChargePointStore, chargePointStore } from './charge-points.ts';
import { newDataKey, type OfferedKeys } from './data-key.ts';
import { memoryDatabase, openDatabase } from './database.ts';
import { type DeskCertificateStore, deskCertificateStore } from './desk-certificates.ts';
import { type IdTagStore, idTagStore } from './id-tags.ts';
import {
  type IdentityStore,
  identityStore,
  type TrustedRootStore,
  trustedRootStore,
} from './identities.ts';
import { type RevealStore, revealStore } from './reveals.ts';
import { openSecrets, type StoredSecrets } from './secrets.ts';
import { type SettingStore, settingStore } from './settings.ts';
import { type SigningRequestStore, signingRequestStore } from './signing-requests.ts';
import { type StationNoteStore, stationNoteStore } from './station-notes.ts';
import { type StationStore, stationStore } from './stations.ts';
import { type TransactionStore, transactionStore } from './transactions.ts';
import { type Vault, vaultWithKey } from './vault.ts';

export interface Store {
  stations: StationStore;
  stationNotes: StationNoteStore;
  signingRequests: SigningRequestStore;
  idTags: IdTagStore;
  transactions: TransactionStore;
  settings: SettingStore;
  identities: IdentityStore;
  desk: DeskCertificateStore;
  trustedRoots: TrustedRootStore;
  chargePoints: ChargePointStore;
  reveals: RevealStore;
  secrets: StoredSecrets;
  close(): void;
}

export interface StoreOptions {
  directory: string;
  /** 32 bytes from the supervisor's keychain. */
  dataKey?: Uint8Array;
  /** What a given passphrase unwrapped (`unwrapDataKey`), or why it did not. */
  passphrase?: OfferedKeys['passphrase'];
  /** Opens the store although the key of its secrets cannot be had. */
  mayBeLocked?: boolean;
}

/**
 * Opens the store of a data folder and holds it until `close`. Problems: those of `openDatabase` and `findDataKey`.
 *
 * Locked (`mayBeLocked`), settings and reveals are those of the folder; everything else is empty, held in memory and
 * forgotten at the end, so that nothing can be sealed with another key or lost under one.
 */
export function openStore(options: StoreOptions): Outcome<Store> {
  const { directory, mayBeLocked = false } = options;
  const opened = openDatabase(directory);
  if (!opened.ok) return opened;
  const database = opened.value;
  const settings = settingStore(database);
  const offered = { keychain: options.dataKey, passphrase: options.passphrase };
  const { secrets, vault } = openSecrets({ directory, database, settings, offered });
  const state = secrets.state();
  if (state.status === 'locked' && !mayBeLocked) {
    database.close();
    return { ok: false, problem: state.reason };
  }
  const rows = vault ? database : memoryDatabase();
  return {
    ok: true,
    value: {
      ...rolesOf(rows, vault ?? vaultWithKey(newDataKey())),
      settings,
      reveals: revealStore(database),
      secrets,
      close() {
        if (rows !== database) rows.close();
        database.close();
      },
    },
  };
}

function rolesOf(database: DatabaseSync, vault: Vault) {
  return {
    stations: stationStore(database, vault),
    stationNotes: stationNoteStore(database),
    signingRequests: signingRequestStore(database),
    idTags: idTagStore(database),
    transactions: transactionStore(database),
    identities: identityStore(database, vault),
    desk: deskCertificateStore(database, vault),
    trustedRoots: trustedRootStore(database),
    chargePoints: chargePointStore(database, vault),
  };
}
