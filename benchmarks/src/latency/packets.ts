import type { Fingerprint, OutcomeRecord } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';
import type { RunOptions } from '../bench/suite.ts';
import { recordAt } from '../sqlite/packets.ts';

/** What stores are filled with and asked. */
export interface Packets {
  readonly fingerprint: Fingerprint;
  /** All of different text, each with its vector. */
  readonly records: readonly OutcomeRecord[];
  /** Vectors of other texts. */
  readonly queries: readonly Float32Array[];
  /** The clock of the run, in seconds since the epoch: all packets live. */
  readonly now: number;
}

/** Texts embedded between two looks at the signal. */
const AT_ONCE = 5_000;

/** Texts of the run's source, embedded once for all stores. */
export async function embedPackets(
  counts: { readonly records: number; readonly queries: number },
  { text, seed, signal, progress }: RunOptions,
): Promise<Packets> {
  const texts = text.texts(counts.records + counts.queries, seed);
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
  const now = Math.floor(Date.now() / 1_000);
  return {
    fingerprint,
    now,
    records: texts.slice(0, counts.records).map((line, at) =>
      recordAt(at, {
        text: line,
        next: texts[(at + 1) % texts.length] as string,
        vector: vectors[at] as Float32Array,
        timestamp: now - counts.records + at + 0.25,
      }),
    ),
    queries: vectors.slice(counts.records),
  };
}
