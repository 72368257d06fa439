import type { Fingerprint, OutcomeRecord } from '@qis/core';
import type { TextSource } from '../bench/text-source.ts';
import { embedText } from '../crossover/real-text.ts';
import { toPackets } from '../sqlite/packets.ts';

/** What all stores are filled with and asked. */
export interface Material {
  /** Loaded: the first so many of them. */
  readonly records: readonly OutcomeRecord[];
  /** Deposited into what was loaded. */
  readonly deposits: readonly OutcomeRecord[];
  /** Asked, to measure. */
  readonly queries: readonly Float32Array[];
  /** Asked before, to choose settings. */
  readonly tuning: readonly Float32Array[];
  readonly fingerprint: Fingerprint;
  /** As `model@revision`. */
  readonly embedder: string;
}

export interface Counts {
  readonly records: number;
  readonly deposits: number;
  readonly queries: number;
  readonly tuning: number;
}

/** Texts of the source, embedded once; no text is both stored and asked. */
export async function prepareMaterial(source: TextSource, seed: number, counts: Counts): Promise<Material> {
  const { records, deposits, queries, tuning } = counts;
  const texts = source.texts(records + deposits + queries + tuning, seed);
  const text = await embedText(texts, queries + tuning);
  const packets = toPackets(text);
  return {
    records: packets.slice(0, records),
    deposits: packets.slice(records),
    queries: text.queries.slice(0, queries),
    tuning: text.queries.slice(queries),
    fingerprint: text.fingerprint,
    embedder: text.embedder,
  };
}
