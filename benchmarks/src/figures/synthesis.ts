import type { Estimate } from '../synthesis/intervals.ts';
import type { PairFigures } from '../synthesis/pairs.ts';
import { RULES, type RuleName } from '../synthesis/rules.ts';
import type { SpeedFigures } from '../synthesis/speed.ts';

interface RuleFigures {
  readonly right: Estimate;
  /** Share of questions with a wrong recommendation; the rest got none. */
  readonly wrong: number;
  /** By how much the synthesis is right more often, problem by problem. */
  readonly ours_ahead: Estimate;
}

interface Row extends Readonly<Record<RuleName, RuleFigures>> {
  readonly floor: string;
  readonly conditions: string;
  readonly agents: number;
}

interface HalfFigures {
  readonly problems: number;
  readonly pairs: PairFigures;
  readonly attacks: Readonly<
    Record<string, { readonly right: Estimate; readonly attackers_remedy: Estimate }>
  >;
  readonly recommendations: readonly Row[];
}

/** `benchmarks/results/synthesis.json`. */
export interface SynthesisRecord {
  readonly seeds: number;
  readonly speed: SpeedFigures;
  readonly open: HalfFigures;
  readonly frozen: HalfFigures;
}

/** All that the document says of the frozen half. */
export function frozenHalf({ frozen, speed, seeds }: SynthesisRecord): string {
  const { pairs, attacks, recommendations, problems } = frozen;
  const { kinds, like_words, failures } = pairs;
  return `${problems} problems, ${seeds} worlds each. Right: the packet recommended advises what works, in percent of questions.

| floor | conditions | agents | ${RULES.join(' | ')} | ahead of the best of the three |
| --- | --- | --- |${' --- |'.repeat(RULES.length)} --- |
${recommendations.map(rowOf).join('\n')}

In brackets: wrong. The rest got no recommendation. Last column: difference in points, interval of 95%, by problem.

| pairs of summaries | pairs | in one claim |
| --- | --- | --- |
| the same in other words | ${kinds.same.pairs} | ${kinds.same.merged} |
| another remedy of the problem | ${kinds.different.pairs} | ${kinds.different.merged} |
| of another problem | ${kinds.other_problem.pairs} | ${kinds.other_problem.merged} |
| the contrary, in words of its own | ${kinds.opposite.pairs} | ${kinds.opposite.merged} |
| the contrary, in like words | ${like_words.opposite.pairs} | ${like_words.opposite.merged} |
| the same, with words that often turn advice round | ${like_words.same.pairs} | ${like_words.same.merged} |

Precision ${percent(pairs.precision)}, recall ${percent(pairs.recall)}, over the first four. Of ${failures.of_this_advice.pairs} reports of failure beside what failed ${failures.of_this_advice.counted} were counted against it, of ${failures.of_other_advice.pairs} beside other advice ${failures.of_other_advice.counted}.

| attack, beside 20 honest agents | right | as the attacker wants |
| --- | --- | --- |
${Object.entries(attacks)
  .map(
    ([name, { right, attackers_remedy }]) =>
      `| ${name} | ${span(right)} | ${percent(attackers_remedy.mean)} |`,
  )
  .join('\n')}

64 hits take ${speed.synthesis_ms.toFixed(1)} ms, vectors given; the two 64 × 64 matrices of cosines ${speed.matrices_ms.toFixed(1)} ms in the same run.`;
}

function rowOf(row: Row): string {
  const cells = RULES.map((rule) => `${percent(row[rule].right.mean)} (${percent(row[rule].wrong)})`);
  const best = (['nearest', 'highest_confidence', 'majority_of_10'] as const).reduce((a, b) =>
    row[b].right.mean > row[a].right.mean ? b : a,
  );
  const { mean, from, to } = row[best].ours_ahead;
  const points = [mean, from, to].map((value) => (100 * value).toFixed(0));
  return `| ${[row.floor, row.conditions, row.agents, ...cells, `${points[0]} (${points[1]} to ${points[2]})`].join(' | ')} |`;
}

function span({ mean, from, to }: Estimate): string {
  return `${percent(mean)} (${percent(from)} to ${percent(to)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}
