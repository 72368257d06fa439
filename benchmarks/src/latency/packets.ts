import type { Fingerprint, OutcomeRecord } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';
import type { RunOptions } from '../bench/suite.ts';
import { recordAt } from '../sqlite/packets.ts';

/** Texts embedded between two looks at the signal. */
const AT_ONCE = 5_000;

/** What stores are filled with and asked: texts of the run's source, embedded once for all of them. */
export class Packets {
  readonly fingerprint: Fingerprint;
  /** Of every packet. */
  readonly vectors: readonly Float32Array[];
  /** Vectors of other texts. */
  readonly queries: readonly Float32Array[];
  /** The clock of the run, in seconds since the epoch: all packets live. */
  readonly now: number = Math.floor(Date.now() / 1_000);
  readonly #texts: readonly string[];
  readonly #places = new Map<string, number>();

  private constructor(
    texts: readonly string[],
    vectors: readonly Float32Array[],
    count: number,
    of: Fingerprint,
  ) {
    this.#texts = texts;
    this.vectors = vectors.slice(0, count);
    this.queries = vectors.slice(count);
    this.fingerprint = of;
  }

  static async embed(
    counts: { readonly packets: number; readonly queries: number },
    { text, seed, signal, progress }: RunOptions,
  ): Promise<Packets> {
    const texts = text.texts(counts.packets + counts.queries, seed);
    const embedder = new StaticEmbedder();
    const { fingerprint } = await embedder.open();
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += AT_ONCE) {
      signal.throwIfAborted();
      progress(0, `embeds ${texts.length.toLocaleString('en-US')} texts`);
      vectors.push(...(await embedder.embed(texts.slice(at, at + AT_ONCE))));
      await new Promise((resolve) => setImmediate(resolve)); // a signal is heard between turns
    }
    await embedder.close();
    return new Packets(texts, vectors, counts.packets, fingerprint);
  }

  /** From one place to another, made anew each time: a million of them would fill the heap. */
  records(from: number, to: number): readonly OutcomeRecord[] {
    const made: OutcomeRecord[] = [];
    for (let at = from; at < Math.min(to, this.vectors.length); at++) {
      const record = recordAt(at, {
        text: this.#texts[at] as string,
        next: this.#texts[(at + 1) % this.#texts.length] as string,
        vector: this.vectors[at] as Float32Array,
        timestamp: this.now - this.vectors.length + at + 0.25,
      });
      this.#places.set(record.id, at);
      made.push(record);
    }
    return made;
  }

  /** The place of a packet that was made. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id);
  }
}
