import {
  type Classification,
  type Fingerprint,
  type GetOptions,
  type Hit,
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
import { type ImportNative, loadNative } from './index/native.ts';
import { VectorIndex } from './index/vector-index.ts';
import { type Entry, RecordTable } from './record-table.ts';

export interface MemoryTransportOptions {
  /** Number of records from which searches go through an HNSW graph. Default 20,000; `Infinity`: never. */
  readonly hnswFrom?: number;
  /** Imports `usearch`. Another import can be given to try the transport without the native module. */
  readonly importNative?: ImportNative;
}

/** Vectors that enter the graph in one turn of the event loop: about 4 ms, which is what a call may have to wait. */
const ADDED_PER_TURN = 8;
/** Records looked at for each one written. Above 1, or expired ones would come in faster than they are found. */
const SWEPT_PER_WRITE = 4;
/** How long a record outlives its expiry before it may be swept, in seconds: for clocks that disagree and for copies. */
const SWEPT_AFTER = 3_600;

/** Keeps records in this process, for as long as the instance lives. */
export class MemoryTransport implements OutcomeTransport {
  readonly name = 'memory';
  readonly capabilities: TransportCapabilities = { replies: true };
  readonly #options: MemoryTransportOptions;
  readonly #table = new RecordTable();
  #native: Awaited<ReturnType<typeof loadNative>>;
  #fingerprint: Fingerprint | undefined;
  #index: VectorIndex | undefined;
  #turn: NodeJS.Timeout | undefined;
  /** The newest timestamp written, in seconds since the epoch: all that a store needs to know of the time. */
  #newest = 0;

  constructor(options: MemoryTransportOptions = {}) {
    this.#options = options;
  }

  async open({ fingerprint }: OpenOptions): Promise<OpenedCollection> {
    this.#native ??= await loadNative(this.#options.importNative);
    if (this.#table.size === 0) this.#fingerprint ??= fingerprint;
    return this.#fingerprint ? { fingerprint: this.#fingerprint } : {};
  }

  async write(records: readonly OutcomeRecord[]): Promise<void> {
    for (const { vector, ...record } of records) {
      this.#put(record, vector as Float32Array);
      this.#newest = Math.max(this.#newest, record.packet.timestamp);
      this.#sweep();
    }
    this.#growGraph();
  }

  async search({ vector, limit, filter, withVectors }: SearchQuery): Promise<SearchResult> {
    const accept = (key: number): boolean => matchesFilter(filter, this.#table.at(key).record);
    const nearest = this.#index?.search(vector as Float32Array, limit, accept) ?? [];
    const hits: Hit[] = nearest.map(({ key, score }) => ({
      ...this.#read(this.#table.at(key), withVectors),
      score,
    }));
    // The index breaks ties by its keys.
    hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    return { hits, unreadable: 0 };
  }

  async scan({ filter, limit, cursor, withVectors }: ScanQuery): Promise<ScanPage> {
    const records: OutcomeRecord[] = [];
    let last = cursor === undefined ? -1 : Number(cursor);
    for (const entry of this.#table.after(last)) {
      if (!matchesFilter(filter, entry.record)) continue;
      if (records.length === limit) return { records, cursor: String(last), unreadable: 0 };
      records.push(this.#read(entry, withVectors));
      last = entry.key;
    }
    return { records, unreadable: 0 };
  }

  async get(ids: readonly string[], options: GetOptions): Promise<readonly OutcomeRecord[]> {
    const { now, includeExpired = false, withVectors } = options;
    return [...new Set(ids)]
      .map((id) => this.#table.get(id))
      .filter((entry) => entry !== undefined)
      .filter(({ record }) => matchesFilter({ now, includeExpired }, record))
      .map((entry) => this.#read(entry, withVectors));
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const entry = this.#table.get(id);
      if (entry) this.#drop(entry);
    }
    this.#growGraph();
  }

  async stats({ now }: StatsOptions): Promise<TransportStats> {
    let packets = 0;
    for (const { record } of this.#table.after(-1)) if (matchesFilter({ now }, record)) packets++;
    const index = this.#index?.kind ?? 'exact';
    return {
      packets,
      details: { index, native: this.#native !== undefined, pending: this.#index?.pending ?? 0 },
    };
  }

  async close(): Promise<void> {
    if (this.#turn) clearTimeout(this.#turn);
    this.#turn = undefined;
  }

  classify(): Classification {
    return { code: 'STORE_FAILED', retryable: false };
  }

  #put(record: Entry['record'], vector: Float32Array): void {
    const stored = this.#table.get(record.id);
    if (stored && stored.record.packet.timestamp > record.packet.timestamp) return;
    this.#index ??= new VectorIndex({
      dimensions: vector.length,
      native: this.#native,
      hnswFrom: this.#options.hnswFrom,
    });
    if (stored) stored.record = record;
    this.#index.set((stored ?? this.#table.add(record)).key, vector);
  }

  #drop(entry: Entry): void {
    this.#table.remove(entry);
    this.#index?.remove(entry.key);
  }

  #sweep(): void {
    for (let step = 0; step < SWEPT_PER_WRITE; step++) {
      const entry = this.#table.tick();
      if (entry && entry.record.expires_at + SWEPT_AFTER < this.#newest) this.#drop(entry);
    }
  }

  #read({ key, record }: Entry, withVectors = false): OutcomeRecord {
    const vector = withVectors ? this.#index?.get(key) : undefined;
    return vector ? { ...record, vector } : { ...record };
  }

  /**
   * Between calls, a few vectors at a time: a write is searchable at once, and the graph catches up later. By a timer,
   * because it must not keep a process alive, and an immediate that does not would wait for other events.
   */
  #growGraph(): void {
    if (this.#turn || !this.#index?.pending) return;
    this.#turn = setTimeout(() => {
      this.#turn = undefined;
      this.#index?.advance(ADDED_PER_TURN);
      this.#growGraph();
    }, 1).unref();
  }
}
