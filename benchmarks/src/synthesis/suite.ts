import type { Measurement, Section } from '../bench/measurement.ts';
import type { RunOptions, Suite } from '../bench/suite.ts';
import { attacks } from './attacks.ts';
import { CachingEmbedder } from './caching-embedder.ts';
import { AGENTS, ATTACKED, CONDITIONS } from './conditions.ts';
import { readAdvicePairs, readRemedies } from './corpus.ts';
import { evaluate, evaluateAttack } from './evaluate.ts';
import { type Estimate, estimate } from './intervals.ts';
import { measurePairs } from './pairs.ts';
import { RULES, type RuleName } from './rules.ts';

/** Worlds for each condition, and fleets in a quick run. */
const WORLDS = { quick: 2, full: 10 };
const QUICK_AGENTS: readonly number[] = [3, 20];
/** Ours is compared with the others; the last of them is told what nobody knows in life. */
const SIMPLE: readonly RuleName[] = ['nearest', 'highest_confidence', 'majority_of_10'];

export const synthesisSuite: Suite = {
  name: 'synthesis',
  about:
    'How often is what the synthesis recommends right, beside simpler rules, and what do attackers change?',
  run: runSynthesis,
};

async function* runSynthesis({ full, seed, signal, progress }: RunOptions): AsyncGenerator<Section> {
  const count = full ? WORLDS.full : WORLDS.quick;
  const plan: Plan = {
    agents: full ? AGENTS : QUICK_AGENTS,
    seeds: Array.from({ length: count }, (_, i) => (seed - 1) * count + i + 1),
    embedder: new CachingEmbedder(),
    signal,
  };
  yield await recommendations(plan, (part, what) => progress(0.7 * part, what));
  yield await attacked(plan, (part, what) => progress(0.7 + 0.25 * part, what));
  signal.throwIfAborted();
  progress(0.95, 'pairs of summaries');
  yield await pairs(plan);
}

interface Plan {
  readonly agents: readonly number[];
  readonly seeds: readonly number[];
  readonly embedder: CachingEmbedder;
  readonly signal: AbortSignal;
}

type Progress = (part: number, what: string) => void;

async function recommendations(plan: Plan, progress: Progress): Promise<Section> {
  const { agents, seeds, embedder, signal } = plan;
  const corpus = readRemedies('frozen');
  const cases = Object.entries(CONDITIONS).flatMap(([name, rates]) =>
    agents.map((count) => ({ name, conditions: { agents: count, ...rates } })),
  );
  const measurements: Measurement[] = [];
  const findings: string[] = [];
  for (const [at, { name, conditions }] of cases.entries()) {
    signal.throwIfAborted();
    progress(at / cases.length, `${name}, ${conditions.agents} agents`);
    const shares = await evaluate({ corpus, conditions, seeds, embedder });
    for (const rule of RULES) {
      const of = { conditions: name, agents: conditions.agents, rule };
      measurements.push(
        figure('right', of, estimate(shares[rule].right), corpus.length, 'more'),
        figure('wrong', of, estimate(shares[rule].wrong), corpus.length, 'less'),
      );
    }
    const ours = shares.synthesis.right;
    const ahead = SIMPLE.map((rule) => ({
      rule,
      by: estimate(ours.map((share, i) => share - (shares[rule].right[i] ?? 0))),
    })).reduce((a, b) => (b.by.mean < a.by.mean ? b : a));
    findings.push(aheadInWords(name, conditions.agents, ahead));
  }
  return {
    id: 'recommendations',
    title: 'Recommendations beside simpler rules',
    about:
      `${corpus.length} problems of benchmarks/corpus that nothing was tuned on, ${seeds.length} worlds each. Right: the packet that is ` +
      'recommended advises what works; wrong: it advises something else; the rest got none. majority_told is told by the ' +
      'judge which packets say the same, which nobody knows in life.',
    measurements,
    findings,
    plots: [
      { title: 'Right', what: ['right'], mark: 'bar', x: 'agents', colour: 'rule', panels: 'conditions' },
      { title: 'Wrong', what: ['wrong'], mark: 'bar', x: 'agents', colour: 'rule', panels: 'conditions' },
    ],
    leftOut: [],
  };
}

function aheadInWords(
  conditions: string,
  agents: number,
  { rule, by: { mean, from, to } }: { readonly rule: RuleName; readonly by: Estimate },
): string {
  const points = (share: number): string => (100 * share).toFixed(0);
  const verdict = from > 0 ? 'ahead of' : to < 0 ? 'behind' : 'level with';
  return (
    `${conditions}, ${agents} agents: the synthesis is ${verdict} ${rule}, the best of the simple rules, by ` +
    `${points(mean)} points (${points(from)} to ${points(to)}).`
  );
}

async function attacked({ seeds, embedder, signal }: Plan, progress: Progress): Promise<Section> {
  const corpus = readRemedies('frozen');
  const cases = Object.entries(attacks);
  const measurements: Measurement[] = [];
  for (const [at, [name, attack]] of cases.entries()) {
    signal.throwIfAborted();
    progress(at / cases.length, `attack ${name}`);
    const moved = await evaluateAttack(attack, { corpus, conditions: ATTACKED, seeds, embedder });
    measurements.push(
      figure('right', { attack: name }, estimate(moved.right), corpus.length, 'more'),
      figure('as the attacker wants', { attack: name }, estimate(moved.attackers), corpus.length, 'less'),
    );
  }
  return {
    id: 'attacks',
    title: 'Recommendations under attack',
    about: `${ATTACKED.agents} honest agents a problem, one of ten reports wrong or empty, and whoever attacks beside them.`,
    measurements,
    findings: [],
    plots: [
      {
        title: 'Right, and as the attacker wants',
        what: ['right', 'as the attacker wants'],
        mark: 'bar',
        x: 'attack',
      },
    ],
    leftOut: [],
  };
}

/** The interval is over problems: what it would be with others of the kind. */
function figure(
  what: string,
  of: Measurement['of'],
  { mean, from, to }: Estimate,
  samples: number,
  better: 'less' | 'more',
): Measurement {
  return {
    what,
    of,
    value: mean,
    unit: 'share',
    samples,
    spread: { low: from, high: to, kind: '95%' },
    better,
  };
}

async function pairs({ embedder }: Plan): Promise<Section> {
  const { precision, recall, kinds } = await measurePairs(
    readRemedies('frozen'),
    readAdvicePairs('frozen'),
    embedder,
  );
  const all = Object.values(kinds).reduce((sum, kind) => sum + kind.pairs, 0);
  const share = (
    what: string,
    of: Measurement['of'],
    value: number,
    samples: number,
    better: 'less' | 'more',
  ) => ({ what, of, value, unit: 'share', samples, better }) as const;
  return {
    id: 'pairs',
    title: 'Summaries that say the same',
    about:
      'Pairs of packets go through the synthesis, each pair alone. In one claim: the share of pairs that it took for the same advice.',
    measurements: [
      share('precision', {}, precision, all, 'more'),
      share('recall', {}, recall, all, 'more'),
      ...Object.entries(kinds).map(([kind, { pairs: count, merged }]) =>
        share('in one claim', { pairs: kind }, merged / count, count, kind === 'same' ? 'more' : 'less'),
      ),
    ],
    findings: [
      `Of pairs that say the same ${(100 * recall).toFixed(0)}% are put into one claim; of pairs in one claim ${(100 * precision).toFixed(0)}% say the same.`,
    ],
    plots: [],
    leftOut: [],
  };
}
