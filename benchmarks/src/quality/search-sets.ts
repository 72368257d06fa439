import type { Embedder } from '@qis/core';
import { areaUnderRoc } from './area-under-roc.ts';
import { Bm25 } from './bm25.ts';
import type { AbstentionSet, LabelledSets, RetrievalSet } from './labelled-sets.ts';
import { type Neighbours, nearest, type RetrievalFigures, retrievalFigures } from './retrieval.ts';

export interface AbstentionFigures extends RetrievalFigures {
  /** How well the nearest score tells requests of the index's labels from others, 0.5 (not) to 1. */
  readonly out_of_scope_auroc: number;
}

/** On all sets. `val` and the first half are for choosing settings, the others are reported. */
export interface SetFigures {
  readonly clinc_test: AbstentionFigures;
  readonly stackoverflow_second_half: RetrievalFigures;
  readonly clinc_val: AbstentionFigures;
  readonly stackoverflow_first_half: RetrievalFigures;
}

/** Finds the nearest of a set's index. */
export type SearchSet = (set: RetrievalSet, queries: readonly string[]) => Promise<readonly Neighbours[]>;

export function byEmbedder(embedder: Embedder): SearchSet {
  return async ({ index }, queries) =>
    nearest(
      await embedder.embed(queries),
      await embedder.embed(index.map(({ text }) => text)),
      index.map(({ label }) => label),
    );
}

export const byWords: SearchSet = async ({ index }, queries) => {
  const bm25 = new Bm25(index);
  return queries.map((query) => bm25.nearest(query));
};

export async function searchSets(search: SearchSet, sets: LabelledSets): Promise<SetFigures> {
  return {
    clinc_test: await abstention(search, sets.clincTest),
    stackoverflow_second_half: await retrieval(search, sets.stackOverflowSecond),
    clinc_val: await abstention(search, sets.clincVal),
    stackoverflow_first_half: await retrieval(search, sets.stackOverflowFirst),
  };
}

async function retrieval(search: SearchSet, set: RetrievalSet): Promise<RetrievalFigures> {
  const texts = set.queries.map(({ text }) => text);
  return retrievalFigures(set.queries, await search(set, texts));
}

/** How well a search finds in a set, and tells what the set knows from what it does not. */
export async function abstention(search: SearchSet, set: AbstentionSet): Promise<AbstentionFigures> {
  const known = set.queries.map(({ text }) => text);
  // In one go, so that the index is embedded once.
  const found = await search(set, [...known, ...set.outOfScope]);
  const scores = found.map((neighbours) => neighbours.scores[0] as number);
  return {
    ...retrievalFigures(set.queries, found.slice(0, known.length)),
    out_of_scope_auroc: areaUnderRoc(scores.slice(0, known.length), scores.slice(known.length)),
  };
}
