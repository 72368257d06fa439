import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  type CallOptions,
  type Classification,
  type Fingerprint,
  type GetOptions,
  matchesFilter,
  type OpenedCollection,
  type OpenOptions,
  type OutcomeRecord,
  type OutcomeTransport,
  type ScanPage,
  type ScanQuery,
  type SearchQuery,
  type SearchResult,
  type StatsOptions,
  type TransportCapabilities,
  type TransportStats,
} from '@qis/core';
import { loadNative, type NativeModule } from '@qis/memory/index';
import type { Database } from 'better-sqlite3';
import { classify } from './classify.ts';
import { GroupCommit } from './group-commit.ts';
import { LocalIndex } from './index/local-index.ts';
import { CollectionTable } from './log/collection-table.ts';
import { ExpirySweep } from './log/expiry-sweep.ts';
import { LogLimit } from './log/log-limit.ts';
import { LogWriter } from './log/log-writer.ts';
import { RecordLog } from './log/record-log.ts';
import { openDatabase } from './open-database.ts';
import { type RecordRow, recordOf } from './record-row.ts';
import { reembed } from './reembed.ts';
import { searchRecords } from './search-records.ts';
import { SnapshotBuilder } from './snapshot/snapshot-builder.ts';

export interface SqliteTransportOptions {
  /** The file. It and its folder are made where they are missing, for this user alone. */
  readonly path: string;
  /** Which set of packets in the file. Default `qis_outcome_packets`. */
  readonly collection?: string;
  /** Number of records from which an index file (HNSW) is built beside the file. Default 8,192; `Infinity`: never. */
  readonly hnswFrom?: number;
  /** Refuses to open a file or a collection that is not there, instead of making it. Default false. */
  readonly mustExist?: boolean;
}

export const DEFAULT_COLLECTION = 'qis_outcome_packets';
/** There searches through the graph begin to be quicker than exact ones. */
export const DEFAULT_HNSW_FROM = 8_192;
/** What is there once the collection is open. */
interface Opened {
  readonly db: Database;
  readonly log: RecordLog;
  readonly writer: LogWriter;
  readonly sweep: ExpirySweep;
  readonly commits: GroupCommit;
  readonly limit: LogLimit;
  /** Absent where the collection has no fingerprint, and so no packets. */
  readonly index: LocalIndex | undefined;
  readonly builder: SnapshotBuilder | undefined;
}

/** Keeps records in one SQLite file that many processes of one machine share. */
export class SqliteTransport implements OutcomeTransport {
  readonly name = 'sqlite';
  readonly capabilities: TransportCapabilities = { durable: true, replies: true, reembeds: true };
  readonly #path: string;
  readonly #collectionName: string;
  readonly #hnswFrom: number;
  readonly #mustExist: boolean;
  #opened: Opened | undefined;

  constructor(options: SqliteTransportOptions) {
    this.#path = resolve(options.path);
    this.#collectionName = options.collection ?? DEFAULT_COLLECTION;
    this.#hnswFrom = options.hnswFrom ?? DEFAULT_HNSW_FROM;
    this.#mustExist = options.mustExist ?? false;
  }

  async open({ fingerprint }: OpenOptions): Promise<OpenedCollection> {
    const native = await loadNative();
    const db = openDatabase(this.#path, { mustExist: this.#mustExist });
    try {
      return this.#openCollection(db, native, fingerprint);
    } catch (error) {
      db.close(); // it is opened anew
      throw error;
    }
  }

  async write(records: readonly OutcomeRecord[], { signal }: CallOptions = {}): Promise<void> {
    const { writer, sweep, commits, limit } = this.#open();
    await commits.run(() => {
      for (const record of records) {
        writer.put(record);
        sweep.noteWritten(record.packet.timestamp);
      }
    }, signal);
    limit.enforce();
  }

  async search(query: SearchQuery): Promise<SearchResult> {
    const { db, log, index, builder } = this.#open();
    if (!index) return { hits: [], unreadable: 0 };
    await index.ready();
    const result = db.transaction(() => {
      index.catchUp();
      return searchRecords(log, index, query);
    })();
    if (index.buildDue) builder?.start();
    return result;
  }

  async scan({ filter, limit, cursor = '', withVectors }: ScanQuery): Promise<ScanPage> {
    const { rows, damaged, last } = this.#open().log.page(filter, cursor, limit);
    const records = readRows(rows, withVectors);
    const unreadable = damaged + rows.length - records.length;
    return { records, unreadable, ...(last !== undefined && { cursor: last }) };
  }

  async get(ids: readonly string[], options: GetOptions): Promise<readonly OutcomeRecord[]> {
    const { db, log } = this.#open();
    const { now, includeExpired = false, withVectors } = options;
    const rows = db.transaction(() => [...new Set(ids)].map((id) => log.byId(id)))();
    const there = rows.filter((row) => row !== undefined);
    return readRows(there, withVectors).filter((record) => matchesFilter({ now, includeExpired }, record));
  }

  async remove(ids: readonly string[], { signal }: CallOptions = {}): Promise<void> {
    const { writer, commits } = this.#open();
    await commits.run(() => {
      for (const id of ids) writer.remove(id);
    }, signal);
  }

  async stats({ now }: StatsOptions): Promise<TransportStats> {
    const { log, index, builder } = this.#open();
    const snapshot = index?.snapshot;
    return {
      packets: log.count({ now }),
      details: {
        index: snapshot ? 'hnsw' : 'exact',
        snapshot: builder?.status ?? 'idle',
        pending: snapshot ? log.countAfter(snapshot.seq) : 0,
        bytes: statSync(this.#path).size,
      },
    };
  }

  async close(): Promise<void> {
    await this.#opened?.builder?.stop();
    this.#opened?.db.close();
    this.#opened = undefined;
  }

  classify(cause: unknown): Classification {
    return classify(cause);
  }

  #openCollection(
    db: Database,
    native: NativeModule | undefined,
    wanted: Fingerprint | undefined,
  ): OpenedCollection {
    const collection = new CollectionTable(db, this.#collectionName, this.#mustExist);
    const fingerprint = collection.agree(wanted);
    const log = new RecordLog(db, collection.id);
    const writer = new LogWriter(db, collection.id);
    const sweep = new ExpirySweep(writer);
    // Whoever opens the file by a link must find the same index file beside it.
    const path = realpathSync(this.#path);
    const folder = dirname(path);
    const index =
      fingerprint &&
      new LocalIndex({ db, log, collection, native, folder, hnswFrom: this.#hnswFrom, fingerprint });
    const builder = fingerprint && new SnapshotBuilder(path, collection, fingerprint.dimensions);
    const begin = (): void => {
      const position = collection.position();
      index?.assertSameSpace(position);
      writer.begin(position.head);
    };
    const end = (): void => {
      sweep.run();
      collection.forgetRemovals(writer.seq);
    };
    const commits = new GroupCommit(db, begin, end);
    const limit = new LogLimit(db, path);
    this.#opened = { db, log, writer, sweep, commits, limit, index, builder };
    if (!fingerprint) return {};
    return {
      fingerprint,
      reembed: async (task) => {
        await builder?.stop();
        await reembed(db, collection, task);
        return this.#openCollection(db, native, undefined);
      },
    };
  }

  #open(): Opened {
    return this.#opened as Opened; // the managed transport sees to it
  }
}

function readRows(rows: readonly RecordRow[], withVectors = false): readonly OutcomeRecord[] {
  return rows.map(recordOf).flatMap((record) => {
    if (!record) return [];
    if (withVectors) return [record];
    const { vector: _, ...rest } = record;
    return [rest];
  });
}
