import type { Embedder, FloorCandidate } from '@qis/core';
import { draw } from '../draw.ts';
import type { AbstentionSet, LabelledText } from '../quality/labelled-sets.ts';
import { nearest } from '../quality/retrieval.ts';

/** What a question finds in a store, nearest first. */
export type Found = readonly FloorCandidate[];

/** Stores with so many packets of each label, and what they are asked. */
export interface ThinnedStores {
  /** Packets a label; `Infinity` means all that there are. */
  readonly perLabel: number;
  /** Questions whose first hit has their label. */
  readonly right: readonly Found[];
  /** Questions of which the store knows nothing. */
  readonly unknown: readonly Found[];
}

interface Embedded {
  readonly text: LabelledText;
  readonly vector: Float32Array;
}

// As many as the floor looks at.
const CANDIDATES = 64;

/** Thins the index by random draws, and asks each of these stores all questions. */
export async function thinStores(
  embedder: Embedder,
  set: AbstentionSet,
  perLabel: readonly number[],
  draws: number,
): Promise<readonly ThinnedStores[]> {
  const index = await embedAll(embedder, set.index);
  const queries = await embedAll(embedder, set.queries);
  const outside = await embedder.embed(set.outOfScope);
  return perLabel.map((count) => {
    const right: Found[] = [];
    const unknown: Found[] = [];
    for (let seed = 1; seed <= draws; seed++) {
      const store = thin(index, count, seed);
      right.push(...askKnown(queries, store));
      unknown.push(...ask(outside, store).map(({ found }) => found));
      if (store.length === index.length) break; // another draw would be the same store
    }
    return { perLabel: count, right, unknown };
  });
}

/**
 * Every text is a question to the others: for what is known, with those of its label among them; for what is not,
 * without.
 */
export async function leaveOneOut(
  embedder: Embedder,
  texts: readonly LabelledText[],
  perLabel: readonly number[],
): Promise<readonly ThinnedStores[]> {
  const all = await embedAll(embedder, texts);
  return perLabel.map((count) => {
    const right: Found[] = [];
    const unknown: Found[] = [];
    for (const [at, question] of all.entries()) {
      const others = all.filter((_, other) => other !== at);
      const store = thin(others, count, at + 1);
      right.push(...askKnown([question], store));
      const unrelated = store.filter(({ text }) => text.label !== question.text.label);
      unknown.push(...ask([question.vector], unrelated).map(({ found }) => found));
    }
    return { perLabel: count, right, unknown };
  });
}

/** How agents end one and the same text differently. */
const ENDINGS = [
  'on staging',
  'in production',
  'since Monday',
  'for a customer',
  'on my machine',
  'after the update',
];
const WORDINGS_TOLD = 2;

/**
 * A store where few wordings of each problem were told again and again, and questions in other wordings: what is stored
 * lies nearer together than to any question. `perLabel` counts the packets, {@link WORDINGS_TOLD} times the endings.
 */
export async function toldAgain(embedder: Embedder, texts: readonly LabelledText[]): Promise<ThinnedStores> {
  const byLabel = Map.groupBy(texts, ({ label }) => label);
  const told = [...byLabel.values()].flatMap((of, i) => draw(of, WORDINGS_TOLD, i + 1));
  const store = await embedAll(
    embedder,
    told.flatMap(({ text, label }) => ENDINGS.map((ending) => ({ text: `${text} ${ending}`, label }))),
  );
  const questions = await embedAll(
    embedder,
    texts.filter((text) => !told.includes(text)),
  );
  const unknown = questions.flatMap(({ text, vector }) => {
    const unrelated = store.filter((each) => each.text.label !== text.label);
    return ask([vector], unrelated).map(({ found }) => found);
  });
  const perLabel = WORDINGS_TOLD * ENDINGS.length;
  return { perLabel, right: askKnown(questions, store), unknown };
}

async function embedAll(embedder: Embedder, texts: readonly LabelledText[]): Promise<readonly Embedded[]> {
  const vectors = await embedder.embed(texts.map(({ text }) => text));
  return texts.map((text, i) => ({ text, vector: vectors[i] as Float32Array }));
}

function thin(index: readonly Embedded[], perLabel: number, seed: number): readonly Embedded[] {
  const byLabel = Map.groupBy(index, ({ text }) => text.label);
  return [...byLabel.values()].flatMap((of, i) => draw(of, Math.min(perLabel, of.length), seed * 1_000 + i));
}

function askKnown(questions: readonly Embedded[], store: readonly Embedded[]): Found[] {
  return ask(
    questions.map(({ vector }) => vector),
    store,
  )
    .filter(({ label }, i) => label === questions[i]?.text.label)
    .map(({ found }) => found);
}

function ask(
  questions: readonly Float32Array[],
  store: readonly Embedded[],
): readonly { found: Found; label: string | undefined }[] {
  const neighbours = nearest(
    questions,
    store.map(({ vector }) => vector),
    store.map(({ text }) => text.label),
    CANDIDATES,
  );
  return neighbours.map(({ rows, scores, labels }) => ({
    found: rows.map((row, i) => ({
      score: scores[i] as number,
      vector: (store[row] as Embedded).vector,
    })),
    label: labels[0],
  }));
}
