import type { Measurement, Section } from '../bench/measurement.ts';
import { bootstrap } from '../resample.ts';
import { mean, quantileOf } from '../statistics.ts';
import type { Asked } from './ask.ts';

/** With fewer queries there is nothing above a quantile to tell it by. */
const QUANTILES = [
  { what: 'query p50', share: 0.5, atLeast: 1 },
  { what: 'query p95', share: 0.95, atLeast: 100 },
  { what: 'query p99', share: 0.99, atLeast: 300 },
] as const;
const RECALL_GOAL = 0.95;
/** Our own indexes; what a server finds is the server's. */
const OURS = ['memory:', 'sqlite:', 'http: over sqlite:'];

/** How long queries take, and what they find. */
export function querySection(asked: readonly Asked[], leftOut: readonly string[]): Section {
  return {
    id: 'query-latency',
    title: 'Queries as the store grows',
    about:
      'One search for ten at a time, by vector, all stores beside each other: round by round, in random order, warm. ' +
      'Filters are tags that 10% and 1% of the packets have, spread evenly. Recall@10 is against exact search: a score ' +
      'within 1e-6 of the exact tenth counts. p95 wants 100 queries, p99 wants 300.',
    measurements: asked.flatMap(figuresOf),
    findings: recallFindings(asked),
    plots: [
      linesOf('Half of the queries take no longer (p50)', 'query p50'),
      linesOf('99 of 100 queries take no longer (p99)', 'query p99'),
      { ...linesOf('Recall@10', 'recall@10'), log: { x: true } },
    ],
    leftOut,
  };
}

function linesOf(title: string, what: string) {
  return {
    title,
    what: [what],
    mark: 'line',
    x: 'packets',
    colour: 'transport',
    panels: 'filter',
    log: { x: true, y: true },
  } as const;
}

function figuresOf(asked: Asked): readonly Measurement[] {
  const { store, filter, packets, rounds, recalls } = asked;
  const of = { transport: store, filter, packets };
  const samples = rounds.flat().length;
  const goal = filter === 'none' && OURS.includes(store) ? { goal: { atLeast: RECALL_GOAL } } : {};
  return [
    ...QUANTILES.filter(({ atLeast }) => samples >= atLeast).map(({ what, share }) => ({
      what,
      of,
      value: quantileOf(rounds.flat(), share),
      unit: 'ms' as const,
      samples,
      spread: bootstrap(rounds, (drawn) => quantileOf(drawn.flat(), share)),
      better: 'less' as const,
    })),
    {
      what: 'recall@10',
      of,
      value: mean(recalls),
      unit: 'share',
      samples: recalls.length,
      spread: bootstrap(recalls, mean),
      better: 'more',
      ...goal,
    },
  ];
}

function recallFindings(asked: readonly Asked[]): readonly string[] {
  const byStore = Map.groupBy(asked, ({ store }) => store);
  return [...byStore].map(([store, of]) => {
    const worst = of.reduce((a, b) => (mean(b.recalls) < mean(a.recalls) ? b : a));
    const recall = mean(worst.recalls);
    if (recall === 1) return `${store} finds the exact ten, with every filter and at every size.`;
    const where = `${worst.packets.toLocaleString('en-US')} packets, filter ${worst.filter}`;
    return `${store} finds ${(100 * recall).toFixed(1)}% of the exact ten at its worst, with ${where}.`;
  });
}
