import type { Embedder, Floor } from '@qis/core';
import type { Attack } from './attacks.ts';
import type { Remedies } from './corpus.ts';
import { openWorld } from './open-world.ts';
import { RULES, type RuleName, rules } from './rules.ts';
import { type Conditions, QUESTION, type Report } from './world.ts';

export interface Evaluation {
  readonly corpus: readonly Remedies[];
  readonly conditions: Conditions;
  /** One world for each. */
  readonly seeds: readonly number[];
  readonly embedder: Embedder;
  /** Default the embedder's own. */
  readonly floor?: Floor;
}

/** For each problem how often a rule was right and how often it was wrong, 0 to 1; the rest is that it named nothing. */
export type Shares = Readonly<
  Record<RuleName, { readonly right: readonly number[]; readonly wrong: readonly number[] }>
>;

/** Lets every rule answer for every problem in every world. */
export async function evaluate({ corpus, conditions, seeds, embedder, floor }: Evaluation): Promise<Shares> {
  const shares = Object.fromEntries(
    RULES.map((rule) => [rule, { right: corpus.map(() => 0), wrong: corpus.map(() => 0) }]),
  ) as Record<RuleName, { right: number[]; wrong: number[] }>;
  const options = floor ? { floor } : {};
  for (const seed of seeds) {
    const { router, book } = await openWorld(corpus, conditions, seed, embedder);
    const remedyOf = (id: string): string => labelOf(book.get(id), id);
    for (const [i, { id, problems }] of corpus.entries()) {
      const question = problems[QUESTION] ?? '';
      for (const rule of RULES) {
        const chosen = await rules[rule]({ router, question, embedder, remedyOf, options });
        if (chosen === undefined) continue;
        const verdict = remedyOf(chosen) === `${id} right` ? 'right' : 'wrong';
        shares[rule][verdict][i] = (shares[rule][verdict][i] ?? 0) + 1 / seeds.length;
      }
    }
    await router.close();
  }
  return shares;
}

/** What an attack does to the recommendations of the synthesis: for each problem, shares of the worlds, 0 to 1. */
export interface Moved {
  readonly right: readonly number[];
  /** What the attacker wants. */
  readonly attackers: readonly number[];
}

/** Lets the synthesis answer in worlds that an attacker has added to. */
export async function evaluateAttack(
  attack: Attack,
  { corpus, conditions, seeds, embedder }: Evaluation,
): Promise<Moved> {
  const [right, attackers] = [corpus.map(() => 0), corpus.map(() => 0)];
  for (const seed of seeds) {
    const { router, book } = await openWorld(corpus, conditions, seed, embedder, attack);
    for (const [i, { id, problems }] of corpus.entries()) {
      const { recommendation = '' } = await router.synthesize(problems[QUESTION] ?? '');
      const label = labelOf(book.get(recommendation), recommendation);
      if (label === `${id} right`) right[i] = (right[i] ?? 0) + 1 / seeds.length;
      if (label === `${id} wrong-1`) attackers[i] = (attackers[i] ?? 0) + 1 / seeds.length;
    }
    await router.close();
  }
  return { right, attackers };
}

/** Packets that advise the same have the same label; those that say nothing agree with none. */
function labelOf(report: Report | undefined, id: string): string {
  if (!report || report.remedy === 'none') return id;
  return `${report.problem} ${report.remedy}`;
}
