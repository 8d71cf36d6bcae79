/**
 * Stations as they survive: what each is bound to, its sealed AuthorizationKey, what it said at boot.
 * Knows rows only; who may connect is decided by the CSMS role.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { RegistrationStatus, SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { FormerKey, SaltedKeyHash } from '../../../shared/security/authorization-key-hash.ts';
import { openKeyHashes, sealKeyHashes } from './key-hashes.ts';
import type { Vault } from './vault.ts';

export interface StoredStation {
  id: string;
  /** Bound to this profile; any when absent. */
  securityProfile?: SecurityProfile;
  /** Raised from this profile over OCPP, and not yet connected on the new one. */
  formerSecurityProfile?: SecurityProfile;
  authorizationKey?: Uint8Array;
  /** Instead of the key, where only a salted hash is kept. */
  authorizationKeyHash?: SaltedKeyHash;
  /** Keys set from now on are kept as salted hashes (Whitepaper A01.FR.08). */
  keepsKeyHashOnly?: boolean;
  /** The newest first. */
  formerKeys?: readonly FormerKey[];
  serialNumber?: string;
  checkSerialNumber: boolean;
  checkOrganisation: boolean;
  /** Let in with a factory certificate. */
  factory: boolean;
  /** Overrides the boot policy. */
  bootStatus?: RegistrationStatus;
  /** The last answer to BootNotification; survives reconnects and restarts (OCPP-J 1.6 §5.4). */
  registration?: RegistrationStatus;
  vendor?: string;
  model?: string;
  firmwareVersion?: string;
  lastSeenUs?: number;
}

export interface StationStore {
  all(): StoredStation[];
  /** On disk when it returns. */
  save(station: StoredStation): void;
  /** The same for many in one commit, all or none. */
  saveAll(stations: readonly StoredStation[]): void;
  remove(id: string): boolean;
}

function purpose(id: string): string {
  return `authorization-key:${id}`;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function registration(value: unknown): RegistrationStatus | undefined {
  return value === 'Accepted' || value === 'Pending' || value === 'Rejected' ? value : undefined;
}

function securityProfile(value: unknown): SecurityProfile | undefined {
  return value === 0 || value === 1 || value === 2 || value === 3 ? value : undefined;
}

function fromRow(row: Record<string, unknown>, vault: Vault): StoredStation {
  const id = String(row.id);
  const sealed = row.sealed_authorization_key;
  const hashes = row.sealed_key_hashes;
  return {
    id,
    securityProfile: securityProfile(row.security_profile),
    formerSecurityProfile: securityProfile(row.former_security_profile),
    authorizationKey: sealed instanceof Uint8Array ? vault.open(sealed, purpose(id)) : undefined,
    ...(hashes instanceof Uint8Array ? openKeyHashes(hashes, id, vault) : {}),
    ...(row.keeps_key_hash_only === 1 ? { keepsKeyHashOnly: true } : {}),
    serialNumber: optionalText(row.serial_number),
    checkSerialNumber: row.check_serial_number === 1,
    checkOrganisation: row.check_organisation === 1,
    factory: row.factory === 1,
    bootStatus: registration(row.boot_status),
    registration: registration(row.registration),
    vendor: optionalText(row.vendor),
    model: optionalText(row.model),
    firmwareVersion: optionalText(row.firmware_version),
    lastSeenUs: typeof row.last_seen_us === 'number' ? row.last_seen_us : undefined,
  };
}

export function stationStore(database: DatabaseSync, vault: Vault): StationStore {
  const select = database.prepare('SELECT * FROM station ORDER BY id');
  const upsert = database.prepare(`
    INSERT INTO station (id, security_profile, sealed_authorization_key, serial_number,
      check_serial_number, check_organisation, factory, boot_status, registration, vendor, model,
      firmware_version, last_seen_us, former_security_profile, keeps_key_hash_only,
      sealed_key_hashes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET security_profile = excluded.security_profile,
      sealed_authorization_key = excluded.sealed_authorization_key,
      serial_number = excluded.serial_number, check_serial_number = excluded.check_serial_number,
      check_organisation = excluded.check_organisation, factory = excluded.factory,
      boot_status = excluded.boot_status, registration = excluded.registration,
      vendor = excluded.vendor, model = excluded.model,
      firmware_version = excluded.firmware_version, last_seen_us = excluded.last_seen_us,
      former_security_profile = excluded.former_security_profile,
      keeps_key_hash_only = excluded.keeps_key_hash_only,
      sealed_key_hashes = excluded.sealed_key_hashes`);
  const erase = database.prepare('DELETE FROM station WHERE id = ?');
  function save(station: StoredStation): void {
    const key = station.authorizationKey;
    upsert.run(
      station.id,
      station.securityProfile ?? null,
      key ? vault.seal(key, purpose(station.id)) : null,
      station.serialNumber ?? null,
      station.checkSerialNumber ? 1 : 0,
      station.checkOrganisation ? 1 : 0,
      station.factory ? 1 : 0,
      station.bootStatus ?? null,
      station.registration ?? null,
      station.vendor ?? null,
      station.model ?? null,
      station.firmwareVersion ?? null,
      station.lastSeenUs ?? null,
      station.formerSecurityProfile ?? null,
      station.keepsKeyHashOnly ? 1 : 0,
      sealKeyHashes(station, vault),
    );
  }

  return {
    all: () => select.all().map((row) => fromRow(row, vault)),
    save,
    saveAll(stations) {
      database.exec('BEGIN');
      try {
        for (const station of stations) save(station);
        database.exec('COMMIT');
      } catch (error) {
        // SQLite ends the transaction itself when the disk is full.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    remove: (id) => erase.run(id).changes > 0,
  };
}
