import { createGraph } from './graph.ts';
import type { NativeIndex, NativeModule } from './native.ts';
import { Nearest, type Neighbour } from './nearest.ts';
import { Slab } from './slab.ts';

export interface VectorIndexOptions {
  /** Length of a vector, 1 or more. */
  readonly dimensions: number;
  /** From `loadNative`. Without it every search is exact, in plain JavaScript. */
  readonly native?: NativeModule | undefined;
  /** Number of vectors from which an HNSW graph is built. Default 20,000; `Infinity`: never. */
  readonly hnswFrom?: number | undefined;
}

const DEFAULT_HNSW_FROM = 20_000;

/** Removed vectors, as a share of those left, above which the graph is built anew. */
const REBUILD_ABOVE = 0.5;
/** Neighbours asked for beyond twice the limit, so that a few that the filter refuses cost no second search. */
const MARGIN = 16;
/** Of those that pass, how many are scored beyond the limit: the order of the graph is that of half precision. */
const SPARE = 4;
/** Most neighbours that are asked of the graph: for more, scanning what the filter lets through is quicker. */
const WIDEST = 512;

/**
 * The nearest vectors by cosine similarity: exact while few, through an HNSW graph when many. Synchronous, without
 * timers: whoever holds it calls `advance` while `pending` is above 0, in its own time. Vectors that are not in the
 * graph yet are searched exactly, so that every search finds whatever was set before it.
 */
export class VectorIndex {
  readonly #dimensions: number;
  readonly #native: NativeModule | undefined;
  readonly #hnswFrom: number;
  #graph: NativeIndex | undefined;
  /** Exactly what the graph holds. */
  #indexed: Slab;
  #tail: Slab;
  #removedFromGraph = 0;

  constructor(options: VectorIndexOptions) {
    this.#dimensions = options.dimensions;
    this.#native = options.native;
    this.#hnswFrom = options.hnswFrom ?? DEFAULT_HNSW_FROM;
    this.#indexed = new Slab(options.dimensions);
    this.#tail = new Slab(options.dimensions);
  }

  get size(): number {
    return this.#indexed.size + this.#tail.size;
  }

  get kind(): 'exact' | 'hnsw' {
    return this.#graph ? 'hnsw' : 'exact';
  }

  /** How many vectors wait for the graph. 0 while searches are exact. */
  get pending(): number {
    return this.#native && (this.#graph || this.size >= this.#hnswFrom) ? this.#tail.size : 0;
  }

  /** Adds or replaces. `key` is a whole number, 0 to 2^53 - 1; `vector` has unit length and is copied. */
  set(key: number, vector: Float32Array): void {
    const stored = this.#view(key);
    // A renewed deposit has the vector that it had: the graph need not know.
    if (stored?.every((value, at) => value === vector[at])) return;
    if (stored) this.remove(key);
    this.#tail.append(key, vector);
  }

  /** Returns whether the key was there. */
  remove(key: number): boolean {
    if (this.#tail.remove(key)) return true;
    if (!this.#indexed.remove(key)) return false;
    this.#graph?.remove(BigInt(key));
    this.#removedFromGraph++;
    if (this.#removedFromGraph > REBUILD_ABOVE * this.#indexed.size) this.#dissolveGraph();
    return true;
  }

  /** The keys that are there, in no order. Not to be held while the index changes. */
  *keys(): Generator<number> {
    yield* this.#indexed.keys;
    yield* this.#tail.keys;
  }

  /** A copy of the vector. */
  get(key: number): Float32Array | undefined {
    return this.#view(key)?.slice();
  }

  /**
   * The `limit` nearest of the vectors whose keys `accept` lets through (default: all), by descending score, then by
   * key; fewer only where fewer pass. Scores are computed from the vectors as they were set. Exact but for the graph's
   * recall; exact too where the filter lets little through.
   */
  search(vector: Float32Array, limit: number, accept: (key: number) => boolean = () => true): Neighbour[] {
    const query = vector.byteOffset === 0 ? vector : vector.slice();
    if (this.#native) {
      for (let count = 2 * limit + MARGIN, widened = false; ; widened = true) {
        const throughGraph = this.#graph !== undefined && count <= WIDEST;
        const passing = this.#nearest(this.#native, query, count, throughGraph, limit, accept);
        if (passing.length >= limit || (!throughGraph && count >= this.size)) return passing;
        // Half as much again as the share that passed calls for, because the next ones may pass less often.
        count = Math.ceil((1.5 * count * limit) / passing.length);
        if (widened || count > WIDEST) break;
      }
    }
    return this.#scan(query, limit, accept);
  }

  /** Moves up to `count` pending vectors into the graph. */
  advance(count: number): void {
    const native = this.#native;
    const moving = Math.min(count, this.pending);
    if (!native || moving === 0) return;
    const keys = this.#tail.keys.slice(-moving);
    this.#graph ??= createGraph(native, this.#dimensions);
    const vectors = new Float32Array(keys.length * this.#dimensions);
    for (const [at, key] of keys.entries())
      vectors.set(this.#view(key) as Float32Array, at * this.#dimensions);
    this.#graph.add(BigUint64Array.from(keys, BigInt), vectors, 1);
    for (const [at, key] of keys.entries()) {
      this.#indexed.append(key, vectors.subarray(at * this.#dimensions, (at + 1) * this.#dimensions));
      this.#tail.remove(key);
    }
  }

  #view(key: number): Float32Array | undefined {
    return this.#tail.view(key) ?? this.#indexed.view(key);
  }

  /** The best `limit` of those that pass among the `count` nearest of each slab. */
  #nearest(
    native: NativeModule,
    query: Float32Array,
    count: number,
    throughGraph: boolean,
    limit: number,
    accept: (key: number) => boolean,
  ): Neighbour[] {
    const nearest = new Nearest(limit);
    const offer = (slab: Slab, keys: Iterable<number | bigint>): void => {
      let passed = 0;
      for (const each of keys) {
        const key = Number(each);
        if (!accept(key)) continue;
        nearest.offer(key, slab.score(key, query));
        if (++passed === limit + SPARE) return;
      }
    };
    if (throughGraph && this.#graph) offer(this.#indexed, this.#graph.search(query, count, 1).keys);
    else offer(this.#indexed, this.#indexed.nearest(native, query, count));
    offer(this.#tail, this.#tail.nearest(native, query, count));
    return nearest.sorted();
  }

  #scan(query: Float32Array, limit: number, accept: (key: number) => boolean): Neighbour[] {
    const nearest = new Nearest(limit);
    for (const slab of [this.#indexed, this.#tail]) {
      for (const key of slab.keys) if (accept(key)) nearest.offer(key, slab.score(key, query));
    }
    return nearest.sorted();
  }

  /**
   * A vector that takes the place of a removed one is linked worse, and searches pass through what was removed: recall
   * and speed fall with every removal. So from time to time all vectors wait for a new graph, while searches are exact.
   */
  #dissolveGraph(): void {
    for (const key of this.#tail.keys) this.#indexed.append(key, this.#view(key) as Float32Array);
    this.#tail = this.#indexed;
    this.#indexed = new Slab(this.#dimensions);
    this.#graph = undefined;
    this.#removedFromGraph = 0;
  }
}
