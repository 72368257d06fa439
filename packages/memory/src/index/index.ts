export { createGraph } from './graph.ts';
export {
  type ImportNative,
  loadNative,
  type NativeIndex,
  type NativeIndexOptions,
  type NativeMatches,
  type NativeModule,
} from './native.ts';
export { Nearest, type Neighbour } from './nearest.ts';
export { VectorIndex, type VectorIndexOptions } from './vector-index.ts';
