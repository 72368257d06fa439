import { describeFingerprint, type Fingerprint, OutcomeError, sameFingerprint } from '@qis/core';
import { type NativeModule, type Neighbour, VectorIndex } from '@qis/memory/index';
import type { Database } from 'better-sqlite3';
import { type Snapshot, stateOf } from '../log/collection-row.ts';
import type { CollectionTable } from '../log/collection-table.ts';
import type { LogPosition } from '../log/log-position.ts';
import type { RecordLog } from '../log/record-log.ts';
import { decodeVector } from '../vector-blob.ts';
import { mapBase, type SharedBase, searchBase } from './shared-base.ts';

export interface LocalIndexOptions {
  readonly db: Database;
  readonly log: RecordLog;
  readonly collection: CollectionTable;
  /** Without it all vectors are in the tail, and snapshots are left to processes that can read them. */
  readonly native: NativeModule | undefined;
  /** Where the snapshots lie. */
  readonly folder: string;
  /** Vectors without a snapshot from which one is built. */
  readonly hnswFrom: number;
  /** The embedding space of the records, as it was when the collection was opened. */
  readonly fingerprint: Fingerprint;
}

/** Changes since a snapshot that call for the next one: this share of what it holds, or of what a first one holds at least. */
const CHANGED_SHARE = 1 / 16;
const CHANGED_SHARE_AT_LEAST = 1 / 2;
/** Share of a snapshot whose removal makes it useless: a search would go through all of the graph to find what is left. */
const REMOVED_SHARE_AT_MOST = 1 / 2;
/** Vectors read in one turn of the event loop, a few milliseconds. */
const CHUNK = 2_048;

/**
 * What one process holds of the vectors: a base that all processes share, and of what came since an exact tail of its
 * own. Before each search it reads the log on from where it stopped, so it knows whatever anybody has committed.
 */
export class LocalIndex {
  readonly #options: LocalIndexOptions;
  /** What is read in several statements must fit together, so it is read in one transaction. */
  readonly #together: <T>(run: () => T) => T;
  #generation: number;
  #base: SharedBase | undefined;
  #tail: VectorIndex;
  /** Vectors up to this number have been read. */
  #addedTo = 0;
  /** Removals up to this number have been applied, or were before anything was read. */
  #removedTo: number;
  /** The snapshot column as it was when it was last looked into. */
  #snapshotSeen: string | null = null;
  #adopting: Promise<void> | undefined;
  #readying: Promise<void> | undefined;

  constructor(options: LocalIndexOptions) {
    const { db, collection } = options;
    this.#options = options;
    this.#together = (run) => db.transaction(run)();
    const { generation, head } = collection.position();
    this.#generation = generation;
    this.#removedTo = head;
    this.#tail = this.#emptyTail();
  }

  get base(): SharedBase | undefined {
    return this.#base;
  }

  /** Whether the scores of neighbours are those of the stored vectors, as they are where all is searched exactly. */
  get scoresExactly(): boolean {
    return this.#base === undefined;
  }

  /** How many vectors are searched exactly. */
  get tailSize(): number {
    return this.#tail.size;
  }

  /** The snapshot that searches use, or will as far as can be told before the first. */
  get snapshot(): Snapshot | undefined {
    if (this.#base) return this.#base.snapshot;
    const { native, collection } = this.#options;
    const { snapshot } = collection.row();
    return native && snapshot !== this.#snapshotSeen ? collection.state().snapshot : undefined;
  }

  /** Whether the next snapshot should be built. */
  get buildDue(): boolean {
    const { native, hnswFrom } = this.#options;
    // While a newer one is being read, what has come since the older one says nothing.
    if (!native || this.#adopting) return false;
    if (!this.#base) return this.#tail.size >= hnswFrom;
    const changes = this.#tail.size + this.#base.removed.size;
    return changes >= Math.max(CHANGED_SHARE_AT_LEAST * hnswFrom, CHANGED_SHARE * this.#base.graph.size());
  }

  /** Reads the log on in small steps until a single one is left for `catchUp`. */
  ready(): Promise<void> {
    this.#readying ??= this.#getReady().finally(() => {
      this.#readying = undefined;
    });
    return this.#readying;
  }

  /**
   * Reads the log on, up to `limit` vectors; whether it is read to its end. Inside a transaction, so that what is read
   * next fits.
   * @throws OutcomeError `EMBEDDER_MISMATCH` when the vectors have been replaced by those of another model.
   */
  catchUp(limit: number = Number.MAX_SAFE_INTEGER): boolean {
    const { log, collection } = this.#options;
    const position = collection.position();
    this.assertSameSpace(position);
    const { generation, horizon, head } = position;
    if (generation !== this.#generation || horizon > this.#removedTo) this.#startOver(position);
    if (head === this.#addedTo && head === this.#removedTo) return true;
    for (const key of log.removed(this.#removedTo)) this.#remove(key);
    this.#removedTo = head;
    if (this.#base && this.#base.removed.size > REMOVED_SHARE_AT_MOST * this.#base.graph.size())
      this.#leaveBase();
    const added = log.added(this.#addedTo, limit);
    for (const { key, vector } of added) this.#add(key, vector);
    const atEnd = added.length < limit;
    this.#addedTo = atEnd ? head : (added.at(-1)?.key ?? head);
    return atEnd;
  }

  /** The `count` nearest, the nearest first as far as half precision can tell. `query` must be at the start of its buffer. */
  nearest(query: Float32Array, count: number): readonly Neighbour[] {
    const ofTail = this.#tail.search(query, count);
    if (!this.#base) return ofTail;
    const ofBase = searchBase(this.#base, query, count);
    if (ofTail.length === 0) return ofBase;
    return [...ofBase, ...ofTail].sort((a, b) => b.score - a.score || a.key - b.key).slice(0, count);
  }

  /** @throws OutcomeError `EMBEDDER_MISMATCH` */
  assertSameSpace({ generation }: LogPosition): void {
    const { collection, fingerprint } = this.#options;
    if (generation === this.#generation) return;
    const stored = collection.state().fingerprint;
    if (stored && sameFingerprint(stored, fingerprint)) return;
    const now = stored ? describeFingerprint(stored) : 'another model';
    const message = `The store has been embedded anew by ${now}, this process embeds by ${describeFingerprint(fingerprint)}: restart it with the newer version.`;
    throw new OutcomeError('EMBEDDER_MISMATCH', message);
  }

  async #getReady(): Promise<void> {
    const { collection, native } = this.#options;
    for (;;) {
      const { snapshot, horizon } = collection.row();
      if (snapshot !== this.#snapshotSeen && native) {
        this.#adopting ??= this.#adopt().finally(() => {
          this.#adopting = undefined;
        });
        // Whoever has an older base goes on with it meanwhile, unless its removals are forgotten.
        if (!this.#base || horizon > this.#removedTo) await this.#adopting;
        else this.#adopting.catch(() => {}); // tried again, and thrown, when it cannot do without
      }
      if (this.#together(() => this.catchUp(CHUNK))) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Maps the present snapshot. Where it is missing or damaged all vectors come into the tail, so that the next is built. */
  async #adopt(): Promise<void> {
    const { native, folder, collection, fingerprint } = this.#options;
    const row = collection.row();
    const { snapshot } = stateOf(row);
    const base = native && snapshot && (await mapBase(native, folder, snapshot, fingerprint.dimensions));
    this.#together(() => {
      const now = collection.row();
      // Superseded while it was read: the next one is looked into instead.
      if (now.snapshot !== row.snapshot || now.generation !== row.generation) return;
      this.#snapshotSeen = row.snapshot;
      if (base && now.horizon <= base.snapshot.seq) this.#switchTo(base);
    });
  }

  #switchTo(base: SharedBase): void {
    const { log, collection } = this.#options;
    const { seq } = base.snapshot;
    const before = this.#tail;
    this.#base = base;
    this.#tail = this.#emptyTail();
    this.#addedTo = Math.max(this.#addedTo, seq);
    for (const key of before.keys()) if (key > seq) this.#tail.set(key, before.get(key) as Float32Array);
    this.#removedTo = collection.position().head;
    for (const key of log.removed(seq)) this.#remove(key);
  }

  #startOver({ generation, head }: LogPosition): void {
    this.#generation = generation;
    this.#leaveBase();
    this.#snapshotSeen = null;
    this.#removedTo = head;
  }

  /** All vectors come into the tail, from the first on. */
  #leaveBase(): void {
    this.#base = undefined;
    this.#tail = this.#emptyTail();
    this.#addedTo = 0;
  }

  #add(key: number, blob: Uint8Array): void {
    const vector = decodeVector(blob);
    if (vector?.length === this.#options.fingerprint.dimensions) this.#tail.set(key, vector);
  }

  #remove(key: number): void {
    if (this.#base && key <= this.#base.snapshot.seq) this.#base.removed.add(key);
    else this.#tail.remove(key);
  }

  #emptyTail(): VectorIndex {
    const { native, fingerprint } = this.#options;
    return new VectorIndex({
      dimensions: fingerprint.dimensions,
      native,
      hnswFrom: Number.POSITIVE_INFINITY,
    });
  }
}
