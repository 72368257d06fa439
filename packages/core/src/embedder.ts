import type { Floor } from './floor.ts';

/** What tells one embedding space from another. Two collections with unequal fingerprints never mix. */
export interface Fingerprint {
  /** The model's name, for instance `qis-static-minilm`. */
  readonly model: string;
  /** Which weights: a commit, a version or a hash. */
  readonly revision: string;
  /** The number format of the weights, for instance `int4`, `q8`, `fp32`. */
  readonly dtype: string;
  /** How token vectors become one, for instance `mean`. */
  readonly pooling: string;
  /** What is done to the length of a vector: `l2` makes it 1, as the router and every transport expect. */
  readonly normalisation: string;
  /** Length of a vector, 1 or more. */
  readonly dimensions: number;
}

export interface EmbedOptions {
  readonly signal?: AbortSignal;
}

/** What an embedder tells once it is open. */
export interface OpenedEmbedder {
  readonly fingerprint: Fingerprint;
  readonly floor: Floor;
  /** Spaces of its own older versions: where the transport `reembeds`, a collection of such a space is embedded anew at open. Default none. */
  readonly supersedes?: readonly Fingerprint[];
}

/** Turns texts into vectors. The router opens it once, before its first use, and wraps its errors. */
export interface Embedder {
  /** Loads what is needed. May be called again after it failed. */
  open(): Promise<OpenedEmbedder>;
  /** One vector of unit length per text, in order; a text's vector does not depend on its neighbours. Texts are not blank. */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** Whether two vectors of these spaces can be compared. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return (
    a.model === b.model &&
    a.revision === b.revision &&
    a.dtype === b.dtype &&
    a.pooling === b.pooling &&
    a.normalisation === b.normalisation &&
    a.dimensions === b.dimensions
  );
}

/** One line for messages: `qis-static-minilm@3f2a (int4, sum, l2, 256)`. */
export function describeFingerprint(f: Fingerprint): string {
  return `${f.model}@${f.revision} (${f.dtype}, ${f.pooling}, ${f.normalisation}, ${f.dimensions})`;
}
