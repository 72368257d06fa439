import { join } from 'node:path';
import type { OutcomePacket, OutcomeRecord } from '@qis/core';
import Database from 'better-sqlite3';
import { NOW } from '../crossover/real-text.ts';
import { diskBytes } from '../servers/footprint.ts';
import { type Found, LIMIT, type Peer, type PeerSource, peerSource, type Setup } from './peer.ts';

/** Rows in one transaction while loading. */
const LOADED_AT_ONCE = 1_000;
/** The whole file is mapped: it halves the time of its searches. */
const MAPPED_BYTES = 2 ** 33;

interface Row {
  readonly id: string;
  readonly packet: string;
  /** Euclidean. */
  readonly distance: number;
}

/** better-sqlite3 with the extension: one table with the id as its key, as in ours, the vector, its expiry, and the packet as JSON. */
export const sqliteVec: PeerSource = peerSource(
  'sqlite-vec',
  async () => (await import('sqlite-vec')).getLoadablePath(),
  openTable,
);

function openTable(extension: string, { folder, fingerprint }: Setup): Peer {
  const db = new Database(join(folder, 'store.db'));
  db.loadExtension(extension);
  // As durable as ours.
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', `mmap_size = ${MAPPED_BYTES}`])
    db.pragma(pragma);
  // Its Euclidean distance is quicker than its cosine, and of unit vectors the order is the same.
  db.exec(
    `CREATE VIRTUAL TABLE packet USING vec0(id text primary key, expires_at float, vector float[${fingerprint.dimensions}], +packet text)`,
  );
  const insert = db.prepare('INSERT INTO packet (expires_at, vector, id, packet) VALUES (?, ?, ?, ?)');
  const insertAll = db.transaction((records: readonly OutcomeRecord[]) => {
    for (const { id, packet, vector, expires_at } of records)
      insert.run(expires_at, blobOf(vector as Float32Array), id, JSON.stringify(packet));
  });
  const nearest = 'SELECT id, packet, distance FROM packet WHERE vector MATCH ? AND k = ?';
  const ofLive = db.prepare<[Uint8Array, number, number], Row>(`${nearest} AND expires_at >= ?`);
  const ofAll = db.prepare<[Uint8Array, number], Row>(nearest);
  return {
    name: 'sqlite-vec',
    load: async (records, signal) => {
      for (let at = 0; at < records.length; at += LOADED_AT_ONCE) {
        insertAll(records.slice(at, at + LOADED_AT_ONCE));
        signal.throwIfAborted();
      }
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    search: async (vector) => ofLive.all(blobOf(vector), LIMIT, NOW).map(foundOf),
    searchAll: async (vector) => ofAll.all(blobOf(vector), LIMIT).map(foundOf),
    deposit: async (records) => insertAll(records),
    bytes: () => diskBytes(folder),
    close: async () => {
      db.close();
    },
  };
}

function blobOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function foundOf({ id, packet, distance }: Row): Found {
  return { id, packet: JSON.parse(packet) as OutcomePacket, score: 1 - distance ** 2 / 2 };
}
