// How often a recommendation is right, beside three simpler rules, and how well summaries are told apart.
//   pnpm --filter @qis/benchmarks synthesis [--half open|frozen] [--seeds N] [--record]
// `open` is for tuning. --record measures both halves and writes benchmarks/results/synthesis.json; then `pnpm run figures` puts them into docs/synthesis.md.
import { parseArgs } from 'node:util';
import { writeResult } from '../recorded-result.ts';
import { attacks } from './attacks.ts';
import { CachingEmbedder } from './caching-embedder.ts';
import { AGENTS, ATTACKED, CONDITIONS } from './conditions.ts';
import { type Half, readAdvicePairs, readRemedies } from './corpus.ts';
import { evaluate, evaluateAttack } from './evaluate.ts';
import { estimate, meanOf } from './intervals.ts';
import { measurePairs } from './pairs.ts';
import { RULES } from './rules.ts';
import { measureSpeed } from './speed.ts';

const { values } = parseArgs({
  options: {
    half: { type: 'string', default: 'open' },
    seeds: { type: 'string', default: '10' },
    record: { type: 'boolean', default: false },
  },
});

const FLOORS = { 'its own': undefined, none: { rule: 'none' } } as const;

const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const embedder = new CachingEmbedder();
const halves: readonly Half[] = values.record
  ? ['open', 'frozen']
  : [values.half === 'frozen' ? 'frozen' : 'open'];
const results: Record<string, unknown> = { seeds: seeds.length, speed: await measureSpeed() };
console.log('speed', results.speed);
for (const half of halves) {
  const corpus = readRemedies(half);
  const pairs = await measurePairs(corpus, readAdvicePairs(half), embedder);
  console.log(half, corpus.length, 'problems', JSON.stringify(pairs, undefined, 1));
  results[half] = {
    problems: corpus.length,
    pairs,
    attacks: await attacked(half),
    recommendations: await recommendations(half),
  };
}
if (values.record) writeResult(new URL('../../results/synthesis.json', import.meta.url), results);

async function recommendations(half: Half) {
  const corpus = readRemedies(half);
  const rows: Record<string, unknown>[] = [];
  for (const [floorName, floor] of Object.entries(FLOORS)) {
    for (const [name, rates] of Object.entries(CONDITIONS)) {
      for (const agents of AGENTS) {
        const conditions = { agents, ...rates };
        const shares = await evaluate({ corpus, conditions, seeds, embedder, ...(floor && { floor }) });
        const ours = shares.synthesis.right;
        const row = Object.fromEntries(
          RULES.map((rule) => {
            const { right, wrong } = shares[rule];
            const ahead = estimate(ours.map((share, i) => share - (right[i] ?? 0)));
            return [rule, { right: estimate(right), wrong: meanOf(wrong), ours_ahead: ahead }];
          }),
        );
        rows.push({ floor: floorName, conditions: name, agents, ...row });
        const cells = RULES.map(
          (rule) =>
            `${rule} ${meanOf(shares[rule].right).toFixed(3)}/${meanOf(shares[rule].wrong).toFixed(3)}`,
        );
        console.log([floorName, name, agents, ...cells].join('  '));
      }
    }
  }
  return rows;
}

/** In worlds of 20 honest agents a problem, one of ten reports of theirs wrong or empty. */
async function attacked(half: Half) {
  const corpus = readRemedies(half);
  const rows: Record<string, unknown> = {};
  for (const [name, attack] of Object.entries(attacks)) {
    const { right, attackers } = await evaluateAttack(attack, {
      corpus,
      conditions: ATTACKED,
      seeds,
      embedder,
    });
    rows[name] = { right: estimate(right), attackers_remedy: estimate(attackers) };
    console.log('attack', name, 'right', estimate(right), 'as the attacker wants', estimate(attackers).mean);
  }
  return rows;
}
