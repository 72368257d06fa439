import type { Embedder, OpenedEmbedder } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';

/** An embedder that embeds each text once: worlds repeat them by the thousand. Closing it leaves the other open. */
export class CachingEmbedder implements Embedder {
  readonly #inner: Embedder;
  readonly #vectors = new Map<string, Float32Array>();

  constructor(inner: Embedder = new StaticEmbedder()) {
    this.#inner = inner;
  }

  open(): Promise<OpenedEmbedder> {
    return this.#inner.open();
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    await this.#inner.open();
    const missing = texts.filter((text) => !this.#vectors.has(text));
    for (const [i, vector] of (await this.#inner.embed(missing)).entries())
      this.#vectors.set(missing[i] ?? '', vector);
    return texts.map((text) => this.#vectors.get(text) ?? new Float32Array());
  }

  async close(): Promise<void> {}
}
