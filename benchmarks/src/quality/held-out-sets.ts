import type { Wording } from '../bench/text-source.ts';
import { draw } from '../draw.ts';
import type { AbstentionSet, LabelledText } from './labelled-sets.ts';

/** One of five wordings is a question, and of one of five labels the index has none. */
const PARTS = 5;

/** How many sets, of how many wordings at most. */
export interface HeldOutPlan {
  readonly draws: number;
  readonly wordings: number;
  readonly seed: number;
}

/**
 * Sets of which each holds other labels out of its index, by random draws, five a draw. Undefined where the text has no
 * labels to tell by: fewer than ten of them with two wordings.
 */
export function heldOutSets(
  wordings: readonly Wording[],
  { draws, wordings: most, seed }: HeldOutPlan,
): readonly AbstentionSet[] | undefined {
  const labelled = wordings.flatMap(({ text, label }) => (label === undefined ? [] : [{ text, label }]));
  const byLabel = Map.groupBy(draw(labelled, Math.min(most, labelled.length), seed), ({ label }) => label);
  const labels = [...byLabel].filter(([, of]) => of.length > 1);
  if (labels.length < 2 * PARTS) return undefined;
  return Array.from({ length: draws }, (_, each) => seed * 1_000 + each).flatMap((drawn) => {
    const order = draw(labels, labels.length, drawn).map(([, of]) => draw(of, of.length, drawn));
    return Array.from({ length: PARTS }, (_, part) => setOf(order, part));
  });
}

/** Every fifth label is held out, and of the others every fifth wording. */
function setOf(labels: readonly (readonly LabelledText[])[], part: number): AbstentionSet {
  const known = labels.filter((_, at) => at % PARTS !== part);
  const texts = known.flatMap((of) => of.map((text, at) => ({ text, held: at % PARTS === 0 })));
  return {
    name: `held out ${part + 1} of ${PARTS}`,
    index: texts.flatMap(({ text, held }) => (held ? [] : [text])),
    queries: texts.flatMap(({ text, held }) => (held ? [text] : [])),
    outOfScope: labels.filter((_, at) => at % PARTS === part).flatMap((of) => of.map(({ text }) => text)),
  };
}
