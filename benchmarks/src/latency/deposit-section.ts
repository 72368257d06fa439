import { formatValue } from '../bench/format.ts';
import type { Measurement, Section } from '../bench/measurement.ts';
import { bootstrap } from '../resample.ts';
import { quantileOf } from '../statistics.ts';
import type { Filled } from './fill.ts';

/** Calls of many at once that a rate is told by. */
const CALLS_AT_LEAST = 3;

/** What it costs to write. */
export function depositSection(filled: readonly Filled[]): Section {
  return {
    id: 'deposits',
    title: 'Deposits as the store grows',
    about:
      'Writes that are acknowledged, as durable as each store promises: SQLite syncs every call to the disk; the servers that ' +
      'are started here keep their files in memory where there is room. Single ones take turns between the stores, the rate ' +
      'is that of calls with 256 packets each, one caller, up to the size.',
    measurements: filled.flatMap(figuresOf),
    findings: findingsOf(filled),
    plots: [
      {
        title: 'One deposit (p50)',
        what: ['deposit p50'],
        mark: 'line',
        x: 'packets',
        colour: 'transport',
        log: { x: true, y: true },
      },
    ],
    leftOut: [],
  };
}

function figuresOf({ store, packets, singles, batches }: Filled): readonly Measurement[] {
  const of = { transport: store, packets };
  const times = singles.flat();
  const single = (what: string, share: number): Measurement => ({
    what,
    of,
    value: quantileOf(times, share),
    unit: 'ms',
    samples: times.length,
    spread: bootstrap(singles, (drawn) => quantileOf(drawn.flat(), share)),
    better: 'less',
  });
  return [
    single('deposit p50', 0.5),
    single('deposit p95', 0.95),
    ...(batches.length < CALLS_AT_LEAST
      ? []
      : [
          {
            what: 'many at once',
            of,
            value: rateOf(batches),
            unit: 'per second' as const,
            samples: batches.length,
            spread: bootstrap(batches, rateOf),
            better: 'more' as const,
          },
        ]),
  ];
}

/** Packets a second. */
function rateOf(batches: Filled['batches']): number {
  const sum = (of: 'records' | 'ms'): number => batches.reduce((total, each) => total + each[of], 0);
  return sum('records') / (sum('ms') / 1_000);
}

function findingsOf(filled: readonly Filled[]): readonly string[] {
  return [...Map.groupBy(filled, ({ store }) => store)].flatMap(([store, of]) => {
    const [first, last] = [of[0], of.at(-1)];
    if (!first || !last) return [];
    const p50 = ({ singles }: Filled): string => formatValue(quantileOf(singles.flat(), 0.5), 'ms');
    const at = (each: Filled): string => `${p50(each)} at ${formatValue(each.packets, 'count')} packets`;
    return [`${store} one deposit takes ${first === last ? at(last) : `${at(first)}, ${at(last)}`}.`];
  });
}
