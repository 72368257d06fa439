import type { NativeIndex, NativeModule } from './native.ts';

/** Links of a vector. 32 rather than the usual 16 finds 1 in 100 more at 100,000, and costs 128 bytes a vector. */
const CONNECTIVITY = 32;
const EXPANSION_ADD = 128;
const EXPANSION_SEARCH = 192;

/** An empty HNSW graph with the settings whose recall is measured: `benchmarks/src/crossover`. */
export function createGraph(native: NativeModule, dimensions: number): NativeIndex {
  return new native.Index({
    dimensions,
    metric: 'ip',
    // int8 loses recall whatever the expansion; float32 is slower and finds no more.
    quantization: 'f16',
    connectivity: CONNECTIVITY,
    expansion_add: EXPANSION_ADD,
    expansion_search: EXPANSION_SEARCH,
  });
}
