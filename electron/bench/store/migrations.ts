/**
 * The numbered migrations of `store.db`. A migration that has been released is never changed: add the next one.
 * Columns named `sealed_…` hold what `vault.ts` sealed.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE station (
    id TEXT PRIMARY KEY,
    security_profile INTEGER,
    sealed_authorization_key BLOB,
    serial_number TEXT,
    check_serial_number INTEGER NOT NULL DEFAULT 1,
    check_organisation INTEGER NOT NULL DEFAULT 1,
    factory INTEGER NOT NULL DEFAULT 0,
    boot_status TEXT,
    registration TEXT,
    vendor TEXT,
    model TEXT,
    firmware_version TEXT,
    last_seen_us INTEGER
  ) STRICT;
  CREATE TABLE id_tag (
    id_tag TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    expiry_date TEXT,
    parent_id_tag TEXT
  ) STRICT;
  CREATE TABLE charging_transaction (
    transaction_id INTEGER PRIMARY KEY AUTOINCREMENT,
    station TEXT NOT NULL,
    connector_id INTEGER NOT NULL,
    id_tag TEXT NOT NULL,
    meter_start_wh INTEGER NOT NULL,
    meter_stop_wh INTEGER,
    started_at TEXT NOT NULL,
    stopped_at TEXT,
    reason TEXT
  ) STRICT;
  CREATE INDEX charging_transaction_station ON charging_transaction (station, transaction_id);
  CREATE TABLE identity (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    family TEXT NOT NULL,
    owner TEXT NOT NULL,
    certificate_pem TEXT NOT NULL,
    chain_pem TEXT NOT NULL,
    sealed_private_key BLOB NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE trusted_root (id TEXT PRIMARY KEY, pem TEXT NOT NULL) STRICT;
  CREATE TABLE charge_point (id TEXT PRIMARY KEY, sealed_settings BLOB NOT NULL) STRICT
  `,
];
