import type { Embedder, Floor, Hit, OutcomeRouter } from '@qis/core';

/** What a rule may ask, and how. */
interface Asked {
  readonly router: OutcomeRouter;
  readonly question: string;
  /** Options of both verbs: the floor, where it is not the embedder's own. */
  readonly options: { readonly floor?: Floor };
  readonly embedder: Embedder;
  /** The judge's book: what a packet really advises. */
  remedyOf(id: string): string;
}

/** Chooses a packet to follow, by its id, or none. */
export type Rule = (asked: Asked) => Promise<string | undefined>;

export const RULES = [
  'synthesis',
  'nearest',
  'highest_confidence',
  'majority_of_10',
  'majority_told',
] as const;
export type RuleName = (typeof RULES)[number];

/** Hits that a simple rule looks at. */
const LOOKED_AT = 10;
/** Summaries at least this near say the same to it: the nearness that told them apart best on the open half. */
const SAME_SUMMARY = 0.45;

/** Ours, three that anybody would think of first, and the best of them made better than it can be. */
export const rules: Readonly<Record<RuleName, Rule>> = {
  synthesis: async ({ router, question, options }) =>
    (await router.synthesize(question, undefined, options)).recommendation,
  nearest: async (asked) => (await advice(asked))[0]?.id,
  highest_confidence: async (asked) => best(await advice(asked), (hit) => hit.packet.confidence),
  majority_of_10: async (asked) => {
    const hits = await advice(asked);
    const vectors = await asked.embedder.embed(hits.map(({ packet }) => packet.delta_summary));
    const agree = (a: Float32Array | undefined): number =>
      vectors.filter((b) => cosine(a ?? b, b) >= SAME_SUMMARY).length;
    return best(hits, (hit) => agree(vectors[hits.indexOf(hit)]));
  },
  // The same, told by the judge which packets say the same: nobody knows that in life.
  majority_told: async (asked) => {
    const hits = await advice(asked);
    const { remedyOf } = asked;
    return best(hits, (hit) => hits.filter(({ id }) => remedyOf(id) === remedyOf(hit.id)).length);
  },
};

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

async function advice({ router, question, options }: Asked): Promise<readonly Hit[]> {
  const { hits } = await router.query(question, { topK: LOOKED_AT, ...options });
  return hits.filter(({ packet }) => packet.outcome_type === 'resolved' || packet.outcome_type === 'partial');
}

/** Of equals the nearest. */
function best(hits: readonly Hit[], value: (hit: Hit) => number): string | undefined {
  let top: Hit | undefined;
  for (const hit of hits) if (!top || value(hit) > value(top)) top = hit;
  return top?.id;
}
