import { statSync } from 'node:fs';
import { encodePacket } from '@qis/core';
import Database from 'better-sqlite3';
import { mean } from '../statistics.ts';
import { indexFiles, type Stores } from './stores.ts';

/** Bytes for each packet. */
export interface DiskFigures {
  /** The packet alone, as on the wire. */
  readonly packet: number;
  readonly database: number;
  /** Of the database, by table and index. */
  readonly database_by_object: Readonly<Record<string, number>>;
  readonly index_file: number;
  /** The write-ahead log at its largest while all packets were written, in bytes. It is gone when all have closed. */
  readonly wal_bytes: number;
}

export function measureDisk(stores: Stores, indexed: string): DiskFigures {
  const { records } = stores;
  const each = (bytes: number): number => bytes / records.length;
  const db = new Database(indexed, { readonly: true });
  const objects = db
    .prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC')
    .all() as { name: string; bytes: number }[];
  db.close();
  return {
    packet: mean(records.map(({ packet }) => encodePacket(packet).length)),
    database: each(statSync(indexed).size),
    database_by_object: Object.fromEntries(
      objects.map(({ name, bytes }) => [name, each(bytes)] as const).filter(([, bytes]) => bytes >= 1),
    ),
    index_file: each(indexFiles(indexed).reduce((sum, file) => sum + statSync(file).size, 0)),
    wal_bytes: stores.walBytes,
  };
}
