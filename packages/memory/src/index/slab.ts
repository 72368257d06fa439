import type { NativeModule } from './native.ts';
import { Nearest } from './nearest.ts';

/** Vectors in one chunk. Below a few thousand, native search gains nothing by larger ones, and small stores stay small. */
const CHUNK_VECTORS = 2048;

/**
 * Vectors by key, in chunks of contiguous memory without gaps: the last vector moves into the place of one that is
 * removed. So a chunk can be searched natively where it lies, and a store that is swept and refilled does not grow.
 */
export class Slab {
  readonly #dimensions: number;
  readonly #chunks: Float32Array<ArrayBuffer>[] = [];
  readonly #keys: number[] = [];
  readonly #slots = new Map<number, number>();

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** In no order. */
  get keys(): readonly number[] {
    return this.#keys;
  }

  has(key: number): boolean {
    return this.#slots.has(key);
  }

  /** Adds a key that is not there. */
  append(key: number, vector: Float32Array): void {
    const slot = this.#keys.length;
    if (slot === this.#chunks.length * CHUNK_VECTORS) {
      this.#chunks.push(new Float32Array(CHUNK_VECTORS * this.#dimensions));
    }
    this.#keys.push(key);
    this.#slots.set(key, slot);
    this.#at(slot).set(vector);
  }

  remove(key: number): boolean {
    const slot = this.#slots.get(key);
    if (slot === undefined) return false;
    const last = this.#keys.length - 1;
    const lastKey = this.#keys[last] as number;
    if (slot !== last) {
      this.#at(slot).set(this.#at(last));
      this.#keys[slot] = lastKey;
      this.#slots.set(lastKey, slot);
    }
    this.#keys.pop();
    this.#slots.delete(key);
    // One empty chunk stays, so that a store at the edge of a chunk does not allocate at every other write.
    if (this.#chunks.length * CHUNK_VECTORS >= last + 2 * CHUNK_VECTORS) this.#chunks.pop();
    return true;
  }

  /** The stored memory itself, valid until the next change. */
  view(key: number): Float32Array | undefined {
    const slot = this.#slots.get(key);
    return slot === undefined ? undefined : this.#at(slot);
  }

  /** Cosine similarity of a stored vector to `query`, both of unit length. Summed in the same order everywhere. */
  score(key: number, query: Float32Array): number {
    const slot = this.#slots.get(key) as number;
    const chunk = this.#chunks[Math.floor(slot / CHUNK_VECTORS)] as Float32Array;
    return dot(chunk, (slot % CHUNK_VECTORS) * this.#dimensions, query);
  }

  /** The keys of the `count` nearest, found natively. `query` must be at the start of its buffer. */
  nearest(native: NativeModule, query: Float32Array, count: number): number[] {
    const nearest = new Nearest(count);
    for (const [at, chunk] of this.#chunks.entries()) {
      const first = at * CHUNK_VECTORS;
      const used = Math.min(CHUNK_VECTORS, this.size - first);
      if (used <= 0) break;
      const vectors = chunk.subarray(0, used * this.#dimensions);
      const matches = native.exactSearch(vectors, query, this.#dimensions, Math.min(count, used), 'ip', 1);
      for (const [rank, offset] of matches.keys.entries()) {
        nearest.offer(this.#keys[first + Number(offset)] as number, -(matches.distances[rank] as number));
      }
    }
    return nearest.sorted().map(({ key }) => key);
  }

  #at(slot: number): Float32Array {
    const start = (slot % CHUNK_VECTORS) * this.#dimensions;
    const chunk = this.#chunks[Math.floor(slot / CHUNK_VECTORS)] as Float32Array;
    return chunk.subarray(start, start + this.#dimensions);
  }
}

/** Four sums, because one waits for itself. The order of additions is part of the score: both paths must agree on it. */
function dot(vectors: Float32Array, start: number, query: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (; at + 3 < query.length; at += 4) {
    a += (vectors[start + at] as number) * (query[at] as number);
    b += (vectors[start + at + 1] as number) * (query[at + 1] as number);
    c += (vectors[start + at + 2] as number) * (query[at + 2] as number);
    d += (vectors[start + at + 3] as number) * (query[at + 3] as number);
  }
  for (; at < query.length; at++) a += (vectors[start + at] as number) * (query[at] as number);
  // Unit length holds to a float's precision only.
  return Math.max(-1, Math.min(1, a + b + c + d));
}
