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
  `
  CREATE TABLE charging_transaction_2 (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    transaction_id INTEGER NOT NULL,
    -- 1 when a person chose the id: it says nothing of the counter.
    chosen INTEGER NOT NULL DEFAULT 0,
    station TEXT NOT NULL,
    connector_id INTEGER NOT NULL,
    id_tag TEXT NOT NULL,
    meter_start_wh INTEGER NOT NULL,
    meter_stop_wh INTEGER,
    started_at TEXT NOT NULL,
    stopped_at TEXT,
    reason TEXT
  ) STRICT;
  INSERT INTO charging_transaction_2 (row, transaction_id, station, connector_id, id_tag,
    meter_start_wh, meter_stop_wh, started_at, stopped_at, reason)
    SELECT transaction_id, transaction_id, station, connector_id, id_tag, meter_start_wh,
      meter_stop_wh, started_at, stopped_at, reason FROM charging_transaction;
  DROP TABLE charging_transaction;
  ALTER TABLE charging_transaction_2 RENAME TO charging_transaction;
  CREATE INDEX charging_transaction_station ON charging_transaction (station, row);
  CREATE INDEX charging_transaction_counter ON charging_transaction (chosen, transaction_id);
  CREATE TABLE station_document (
    station TEXT NOT NULL,
    topic TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (station, topic)
  ) STRICT;
  CREATE TABLE configuration_snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    station TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX configuration_snapshot_station ON configuration_snapshot (station, id);
  CREATE TABLE security_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    station TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX security_event_station ON security_event (station, id);
  CREATE TABLE recent_call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    station TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX recent_call_station ON recent_call (station, id);
  CREATE TABLE saved_payload (
    action TEXT NOT NULL,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (action, name)
  ) STRICT
  `,
  'ALTER TABLE station ADD COLUMN former_security_profile INTEGER',
  `
  CREATE TABLE reveal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    capture TEXT NOT NULL,
    seq INTEGER NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    door TEXT NOT NULL,
    address TEXT
  ) STRICT
  `,
  `
  ALTER TABLE station ADD COLUMN keeps_key_hash_only INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE station ADD COLUMN sealed_key_hashes BLOB
  `,
  `
  CREATE TABLE desk_certificate (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    hierarchy TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    certificate_pem TEXT NOT NULL,
    sealed_private_key BLOB,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE revocation (
    -- Key identifier of the authority, which its renewals with the same key share.
    authority TEXT NOT NULL,
    serial_number TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    revoked_at TEXT NOT NULL,
    PRIMARY KEY (authority, serial_number)
  ) STRICT;
  CREATE TABLE revocation_list (
    authority TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    pem TEXT NOT NULL,
    this_update TEXT NOT NULL,
    next_update TEXT NOT NULL,
    digest TEXT NOT NULL
  ) STRICT
  `,
  `
  CREATE TABLE signing_request (
    id TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    received_at TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX signing_request_time ON signing_request (received_at)
  `,
];
