import { readFileSync } from 'node:fs';

const REMEDIES = new URL('../../../benchmarks/corpus/remedies.jsonl', import.meta.url);
/** Where a problem was met: makes as many problems of the corpus as are wanted, all of them different. */
const PLACES = [
  'staging',
  'production',
  'CI',
  'the laptop of a colleague',
  'the EU region',
  'a customer site',
];

interface Remedy {
  readonly problems: readonly string[];
  readonly right: readonly string[];
}

const remedies = readFileSync(REMEDIES, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Remedy);

/** The `n`th of outcomes that all differ, the same for the same `n`: sentences of the corpus of the synthesis. */
export function outcomeOf(n: number): {
  readonly problem_description: string;
  readonly outcome_type: 'resolved';
  readonly confidence: number;
  readonly delta_summary: string;
  readonly agent_id: string;
} {
  const { problems, right } = remedies[n % remedies.length] as Remedy;
  const wording = Math.floor(n / remedies.length);
  const place = PLACES[wording % PLACES.length];
  return {
    problem_description: `${problems[wording % problems.length]}, on ${place}, case ${n.toString(36)}`,
    outcome_type: 'resolved',
    confidence: 0.5 + (n % 50) / 100,
    delta_summary: right[wording % right.length] ?? '',
    agent_id: `agent-${n % 200}#1`,
  };
}
