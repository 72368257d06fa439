import type { GatheredEvidence } from './gather.ts';

const CACHED_SUMMARIES = 4_096;

/** Vectors of summaries, embedded once while they stay in use: the least recently used leave first. */
export class SummaryVectors {
  readonly #vectors = new Map<string, Float32Array>();

  /** The vector of every summary in the evidence that is not blank, by its text. */
  async of(
    evidence: GatheredEvidence,
    embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>,
  ): Promise<ReadonlyMap<string, Float32Array>> {
    const found = new Map<string, Float32Array>();
    const missing = new Set<string>();
    for (const { packet } of evidence.hits) {
      const summary = packet.delta_summary;
      const vector = this.#vectors.get(summary);
      if (vector) found.set(summary, vector);
      else if (summary.trim() !== '') missing.add(summary);
    }
    if (missing.size > 0) {
      const texts = [...missing];
      const vectors = await embed(texts);
      for (const [i, vector] of vectors.entries()) found.set(texts[i] ?? '', vector);
    }
    for (const [summary, vector] of found) this.#remember(summary, vector);
    return found;
  }

  #remember(summary: string, vector: Float32Array): void {
    this.#vectors.delete(summary);
    this.#vectors.set(summary, vector);
    const oldest = this.#vectors.keys().next();
    if (this.#vectors.size > CACHED_SUMMARIES && !oldest.done) this.#vectors.delete(oldest.value);
  }
}
