import type { NativeIndex, NativeModule } from './native.ts';

const CONNECTIVITY = 16;
/** For adding and for searching. With 64, recall after many removals falls below 0.95 at 100,000 real texts. */
const EXPANSION = 128;

/** An empty HNSW graph with the settings whose recall is measured: `benchmarks/src/crossover`. */
export function createGraph(native: NativeModule, dimensions: number): NativeIndex {
  return new native.Index({
    dimensions,
    metric: 'ip',
    // int8 loses recall whatever the expansion; float32 is slower and finds no more.
    quantization: 'f16',
    connectivity: CONNECTIVITY,
    expansion_add: EXPANSION,
    expansion_search: EXPANSION,
  });
}
