/** Marks a file as a store of this project: "QIS1" in ASCII. */
export const APPLICATION_ID = 0x51495331;

/**
 * The steps from an empty file to the present schema. Entry `n` leads from version `n` to `n + 1`, in one transaction
 * with the version itself. What is released never changes: a new version is a new entry.
 *
 * `record` is the log of what was written: `key` is the sequence number of the change, a renewed packet gets a new one.
 * `removal` is the log of what was taken away, in the same sequence. Together they tell a process what has changed
 * since it last looked.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE collection (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    -- JSON; null only until somebody opens the collection
    fingerprint TEXT,
    -- counts up when all vectors are replaced
    generation INTEGER NOT NULL DEFAULT 0,
    -- removals up to this number may be forgotten
    horizon INTEGER NOT NULL DEFAULT 0,
    -- the index file that processes share: JSON, see Snapshot
    snapshot TEXT,
    -- who builds the next one, and until when, in seconds since the epoch
    lease_owner TEXT,
    lease_until REAL NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE record (
    key INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL,
    id TEXT NOT NULL,
    problem_description TEXT NOT NULL,
    outcome_type TEXT NOT NULL CHECK (outcome_type IN ('resolved', 'partial', 'contradicted', 'open')),
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    delta_summary TEXT NOT NULL,
    domain_tags TEXT NOT NULL,
    timestamp REAL NOT NULL,
    agent_id TEXT NOT NULL,
    ttl INTEGER NOT NULL,
    in_reply_to TEXT,
    voter TEXT NOT NULL,
    expires_at REAL NOT NULL,
    vector BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX record_id ON record (collection, id);
  CREATE INDEX record_expiry ON record (collection, expires_at);

  CREATE TABLE reply (
    collection INTEGER NOT NULL,
    target TEXT NOT NULL,
    key INTEGER NOT NULL REFERENCES record (key) ON DELETE CASCADE,
    PRIMARY KEY (collection, target, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX reply_key ON reply (key);

  CREATE TABLE removal (
    seq INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL,
    key INTEGER NOT NULL
  ) STRICT;
  `,
];
