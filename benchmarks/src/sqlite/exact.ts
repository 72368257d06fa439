import { loadNative, type NativeModule } from '@qis/memory/index';

const TEN = 10;
/** What scores as the tenth, but for rounding, is as good: which of equals are found is open. */
const TIE = 1e-6;

/** Exact search over vectors by their position, to judge what others find. */
export class ExactSearch {
  readonly #native: NativeModule;
  readonly #vectors: readonly Float32Array[];
  readonly #positions: readonly number[];
  readonly #joined: Float32Array;
  readonly #dimensions: number;

  /** @param positions the vectors that are searched. Default: all. */
  constructor(
    native: NativeModule,
    vectors: readonly Float32Array[],
    positions: readonly number[] = [...vectors.keys()],
  ) {
    this.#native = native;
    this.#vectors = vectors;
    this.#positions = positions;
    this.#dimensions = vectors[0]?.length ?? 0;
    this.#joined = new Float32Array(positions.length * this.#dimensions);
    for (const [at, position] of positions.entries())
      this.#joined.set(vectors[position] as Float32Array, at * this.#dimensions);
  }

  /** The positions of the ten nearest, the nearest first. */
  topTen(query: Float32Array): number[] {
    const count = Math.min(TEN, this.#positions.length);
    const { keys } = this.#native.exactSearch(this.#joined, query.slice(), this.#dimensions, count, 'ip', 1);
    return Array.from(keys, (key) => this.#positions[Number(key)] as number);
  }

  score(position: number, query: Float32Array): number {
    return dot(this.#vectors[position] as Float32Array, query);
  }

  /** Share of the ten nearest that are among the positions found, 0 to 1. */
  recallOf(found: readonly number[], query: Float32Array): number {
    const nearest = this.topTen(query);
    const last = Math.min(...nearest.map((position) => this.score(position, query)));
    return found.filter((position) => this.score(position, query) >= last - TIE).length / nearest.length;
  }
}

/** The native module, without which nothing here is worth measuring. */
export async function requireNative(): Promise<NativeModule> {
  const native = await loadNative();
  if (!native) throw new Error('usearch cannot be loaded here: there is no index to measure.');
  return native;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}
