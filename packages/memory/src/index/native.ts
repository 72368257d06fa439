/** The part of `usearch` that is used here. */
export interface NativeModule {
  readonly Index: new (options: NativeIndexOptions) => NativeIndex;
  /** Reads both arrays from the start of their buffers, whatever their `byteOffset`. */
  exactSearch(
    vectors: Float32Array,
    query: Float32Array,
    dimensions: number,
    count: number,
    metric: 'ip',
    threads: number,
  ): NativeMatches;
}

export interface NativeIndexOptions {
  readonly dimensions: number;
  readonly metric: 'ip';
  readonly quantization: 'f16';
  readonly connectivity: number;
  readonly expansion_add: number;
  readonly expansion_search: number;
}

export interface NativeIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
  search(query: Float32Array, count: number, threads: number): NativeMatches;
  remove(key: bigint): unknown;
  size(): number;
  save(path: string): void;
  /** Reads a saved index, to be searched and changed. */
  load(path: string): void;
  /** Maps a saved index into memory, to be searched only; the mapping outlives the file's name. */
  view(path: string): void;
}

/** By ascending distance. A distance is 1 - inner product. */
export interface NativeMatches {
  readonly keys: BigUint64Array;
  readonly distances: Float32Array;
}

/** Imports `usearch`. Another one can be given, to try what happens where the import fails. */
export type ImportNative = () => Promise<NativeModule>;

const importUsearch: ImportNative = async () => (await import('usearch')) as unknown as NativeModule;

/** Imports whose failure has been said: once a process, however many stores it opens. */
const reported = new WeakSet<ImportNative>();

/**
 * The native module, or undefined, with one warning a process, where it is not installed or has no binary that this
 * machine can load. Any other failure is thrown: it is a broken installation, not a missing one.
 */
export async function loadNative(load: ImportNative = importUsearch): Promise<NativeModule | undefined> {
  try {
    return await load();
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    if (!reported.has(load)) {
      reported.add(load);
      process.emitWarning(
        'usearch cannot be loaded here: searches stay exact, and take longer as packets grow many.',
        {
          code: 'QIS_NATIVE_MISSING',
          detail: cause.message,
        },
      );
    }
    return undefined;
  }
}

function isMissing(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ERR_DLOPEN_FAILED') return true;
  // A dependency of usearch that is missing is another matter.
  if (code === 'ERR_MODULE_NOT_FOUND') return cause.message.includes("'usearch'");
  // What node-gyp-build and usearch say where there is no binary; neither gives its error a code.
  return /^(?:No native build was found|Could not find native build)/.test(cause.message);
}
