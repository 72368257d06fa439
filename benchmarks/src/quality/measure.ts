import type { Embedder } from '@qis/core';
import { areaUnderRoc, type FloorFigures, floorFigures, floorThatKeeps } from './abstention.ts';
import type { Candidate } from './embedders.ts';
import type { AbstentionSet, LabelledSets, RetrievalSet } from './labelled-sets.ts';
import { nearest, type RetrievalFigures, retrievalFigures } from './retrieval.ts';

interface AbstentionFigures extends RetrievalFigures {
  /** How well the nearest score tells requests of the index's labels from others, 0.5 (not) to 1. */
  readonly out_of_scope_auroc: number;
}

export interface QualityFigures {
  readonly model: string;
  readonly revision: string;
  readonly bytes: number;
  /** Opening once in this process, and again when the file was read and the code compiled. */
  readonly load_ms: { readonly first: number; readonly again: number };
  /** CLINC150's training texts, one core, best of three rounds. */
  readonly texts_per_second: number;
  readonly clinc_test: AbstentionFigures;
  readonly stackoverflow_second_half: RetrievalFigures;
  readonly clinc_val: AbstentionFigures;
  readonly stackoverflow_first_half: RetrievalFigures;
  /** What `floor_shares` of the right first hits on CLINC150 val would take for a floor, and what it does on val and on test. */
  readonly floors: readonly {
    readonly share: number;
    readonly val: FloorFigures;
    readonly test: FloorFigures;
  }[];
  /** What the embedder's own floor does on test; null where it is no score. */
  readonly floor: FloorFigures | null;
}

const FLOOR_SHARES = [0.95, 0.96, 0.97, 0.98];
const ROUNDS = 3;

/** Opens the candidate, measures it on every set, and closes it. */
export async function measure(candidate: Candidate, sets: LabelledSets): Promise<QualityFigures> {
  const first = await timeToOpen(candidate);
  const again = await timeToOpen(candidate);
  const embedder = candidate.create();
  const { fingerprint, floor } = await embedder.open();
  try {
    const speed = await textsPerSecond(
      embedder,
      sets.clincTest.index.map(({ text }) => text),
    );
    const val = await abstention(embedder, sets.clincVal);
    const test = await abstention(embedder, sets.clincTest);
    return {
      model: fingerprint.model,
      revision: fingerprint.revision,
      bytes: await candidate.size(),
      load_ms: { first, again },
      texts_per_second: speed,
      clinc_test: test.figures,
      stackoverflow_second_half: await retrieval(embedder, sets.stackOverflowSecond),
      clinc_val: val.figures,
      stackoverflow_first_half: await retrieval(embedder, sets.stackOverflowFirst),
      floors: FLOOR_SHARES.map((share) => {
        const minScore = floorThatKeeps(share, val.right);
        return {
          share,
          val: floorFigures(minScore, val.right, val.outOfScope),
          test: floorFigures(minScore, test.right, test.outOfScope),
        };
      }),
      floor: floor.rule === 'score' ? floorFigures(floor.min_score, test.right, test.outOfScope) : null,
    };
  } finally {
    await embedder.close();
  }
}

async function timeToOpen(candidate: Candidate): Promise<number> {
  const embedder = candidate.create();
  const started = performance.now();
  await embedder.open();
  const elapsed = performance.now() - started;
  await embedder.close();
  return elapsed;
}

async function textsPerSecond(embedder: Embedder, texts: readonly string[]): Promise<number> {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await embedder.embed(texts);
    best = Math.max(best, texts.length / ((performance.now() - started) / 1_000));
  }
  return best;
}

async function retrieval(embedder: Embedder, set: RetrievalSet): Promise<RetrievalFigures> {
  const { neighbours } = await search(embedder, set);
  return retrievalFigures(set.queries, neighbours);
}

interface Abstention {
  readonly figures: AbstentionFigures;
  /** Scores of the first hits with the query's label. */
  readonly right: readonly number[];
  /** Scores of the first hits of out-of-scope requests. */
  readonly outOfScope: readonly number[];
}

async function abstention(embedder: Embedder, set: AbstentionSet): Promise<Abstention> {
  const { neighbours, index } = await search(embedder, set);
  const labels = set.index.map(({ label }) => label);
  const known = neighbours.map(({ scores }) => scores[0] as number);
  const outOfScope = nearest(await embedder.embed(set.outOfScope), index, labels).map(
    ({ scores }) => scores[0] as number,
  );
  return {
    figures: {
      ...retrievalFigures(set.queries, neighbours),
      out_of_scope_auroc: areaUnderRoc(known, outOfScope),
    },
    right: known.filter((_, query) => neighbours[query]?.labels[0] === set.queries[query]?.label),
    outOfScope,
  };
}

async function search(embedder: Embedder, set: RetrievalSet) {
  const index = await embedder.embed(set.index.map(({ text }) => text));
  const queries = await embedder.embed(set.queries.map(({ text }) => text));
  const neighbours = nearest(
    queries,
    index,
    set.index.map(({ label }) => label),
  );
  return { index, neighbours };
}
