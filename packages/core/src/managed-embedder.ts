import type { Embedder, EmbedOptions, OpenedEmbedder } from './embedder.ts';
import { OutcomeError } from './errors.ts';

const UNIT_LENGTH_TOLERANCE = 1e-3;

/** What every embedder needs and none does itself: opens once, on first use, and again after a failed open; checks the vectors; wraps errors. */
export class ManagedEmbedder implements Embedder {
  readonly #embedder: Embedder;
  #opening: Promise<OpenedEmbedder> | undefined;
  #closing: Promise<void> | undefined;

  constructor(embedder: Embedder) {
    this.#embedder = embedder;
  }

  async open(): Promise<OpenedEmbedder> {
    if (this.#closing) throw new OutcomeError('CLOSED', 'The embedder is closed: make a new router.');
    this.#opening ??= this.#wrapping(() => this.#embedder.open()).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async embed(texts: readonly string[], options: EmbedOptions = {}): Promise<readonly Float32Array[]> {
    const { fingerprint } = await this.open();
    if (texts.length === 0) return [];
    const vectors = await this.#wrapping(() => this.#embedder.embed(texts, options), options.signal);
    if (vectors.length !== texts.length) {
      throw new OutcomeError(
        'EMBEDDER_FAILED',
        `The embedder gave ${vectors.length} vectors for ${texts.length} texts.`,
      );
    }
    for (const vector of vectors) assertUnit(vector, fingerprint.dimensions);
    return vectors;
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      const opening = this.#opening;
      await opening?.catch(() => undefined); // its callers have that error
      if (opening) await this.#wrapping(() => this.#embedder.close());
    })();
    return this.#closing;
  }

  async #wrapping<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await run();
    } catch (cause) {
      if (OutcomeError.isInstance(cause)) throw cause;
      if (signal?.aborted) throw new OutcomeError('ABORTED', 'The caller gave up.', { cause });
      const reason = cause instanceof Error ? cause.message : 'it threw something that is no Error';
      throw new OutcomeError('EMBEDDER_FAILED', `The embedder failed: ${reason}`, { cause });
    }
  }
}

function assertUnit(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    const message = `The embedder gave a vector of ${vector.length} dimensions, its fingerprint says ${dimensions}.`;
    throw new OutcomeError('EMBEDDER_FAILED', message);
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (Math.abs(Math.sqrt(squares) - 1) <= UNIT_LENGTH_TOLERANCE) return; // false for NaN, too
  throw new OutcomeError(
    'EMBEDDER_FAILED',
    'The embedder gave a vector that is not of unit length: normalise it.',
  );
}
