import { formatValue } from '../bench/format.ts';
import type { Measurement, Section } from '../bench/measurement.ts';
import { median } from '../statistics.ts';
import type { Asked } from './ask.ts';
import { type Growth, growthInWords, growthOf } from './growth.ts';

/** Sizes through which one kind of search answered, of one store and filter. */
interface Stretch {
  readonly store: string;
  readonly filter: string;
  /** Absent where the store does not tell, and for all sizes together. */
  readonly index?: string;
  readonly growth: Growth;
  /** Whether it is one step among others. */
  readonly step: boolean;
}

/** How queries grow with the number of packets, beside what O(N) and O(log N) would be. */
export function growthSection(asked: readonly Asked[]): Section {
  const stretches = [...Map.groupBy(asked, ({ store, filter }) => `${store}\n${filter}`).values()].flatMap(
    stretchesOf,
  );
  return {
    id: 'growth',
    title: 'How queries grow with N',
    about:
      'p50 grows as N to the power of the exponent: the slope by least squares where both axes are logarithmic, with 95% ' +
      'of a bootstrap over the rounds. O(N) has 1; a logarithm of N has over the same sizes what stands beside it. Where a ' +
      'store says that it searches exactly up to a size and through a graph (HNSW) above, both parts are fitted, too, and ' +
      'without a filter each step from one size to the next. What a ' +
      'query costs whatever N is, for instance the way to a server, pulls the exponent down.',
    measurements: stretches.flatMap(figuresOf),
    findings: [...Map.groupBy(stretches, ({ store }) => store).values()].flatMap((of) =>
      findingsOf(of, asked),
    ),
    plots: [],
    leftOut: asked.length > 0 && stretches.length === 0 ? ['everything: a slope wants two sizes'] : [],
  };
}

function stretchesOf(asked: readonly Asked[]): readonly Stretch[] {
  const [first] = asked;
  if (!first || asked.length < 2) return [];
  const { store, filter } = first;
  const whole = { store, filter, growth: growthOf(asked), step: false };
  const kinds = Map.groupBy(asked, ({ index }) => index);
  const parts = [...kinds].flatMap(([index, of]) =>
    index !== undefined && kinds.size > 1 && of.length > 1
      ? [{ store, filter, index, growth: growthOf(of), step: false }]
      : [],
  );
  const steps = asked.slice(1).map((to, at) => {
    const from = asked[at] as Asked;
    const index = from.index === to.index ? to.index : undefined;
    return { store, filter, ...(index !== undefined && { index }), growth: growthOf([from, to]), step: true };
  });
  const all = [whole, ...parts, ...(filter === 'none' ? steps : [])];
  const sizesOf = ({ growth: { from, to } }: Stretch): string => `${from} to ${to}`;
  return all.filter((each, at) => all.findIndex((other) => sizesOf(other) === sizesOf(each)) === at);
}

function figuresOf({ store, filter, index, growth }: Stretch): readonly Measurement[] {
  const { from, to, exponent, spread, ofLogarithm } = growth;
  const of = {
    transport: store,
    filter,
    search: index ?? 'all',
    packets: `${formatValue(from, 'count')} to ${formatValue(to, 'count')}`,
  };
  return [
    {
      what: 'exponent',
      of,
      value: exponent,
      unit: 'exponent',
      samples: growth.sizes,
      spread,
      better: 'less',
    },
    { what: 'of log N', of, value: ofLogarithm, unit: 'exponent', samples: growth.sizes },
  ];
}

function findingsOf(stretches: readonly Stretch[], asked: readonly Asked[]): readonly string[] {
  const unfiltered = stretches.filter(({ filter }) => filter === 'none');
  const steps = unfiltered.filter(({ growth }) => growth.sizes === 2);
  const inSteps = steps.map(
    ({ growth }) =>
      `${formatValue(growth.from, 'count')} to ${formatValue(growth.to, 'count')} N^${growth.exponent.toFixed(2)} (${growthInWords(growth)})`,
  );
  return [
    ...unfiltered.filter(({ step }) => !step).map((stretch) => inWords(stretch, asked)),
    ...(steps.length > 1 ? [`${steps[0]?.store} step by step: ${inSteps.join('; ')}.`] : []),
  ];
}

function inWords({ store, filter, index, growth }: Stretch, asked: readonly Asked[]): string {
  const { from, to, exponent, spread, ofLogarithm } = growth;
  const p50 = (size: number): string => {
    const at = asked.find((each) => each.store === store && each.filter === filter && each.packets === size);
    return formatValue(median(at?.rounds.flat() ?? []), 'ms');
  };
  const sizes = `from ${formatValue(from, 'count')} packets (p50 ${p50(from)}) to ${formatValue(to, 'count')} (${p50(to)})`;
  const interval = `${spread.low.toFixed(2)} to ${spread.high.toFixed(2)}`;
  const where = index === undefined ? sizes : `while it searches by ${index}, ${sizes}`;
  return (
    `${store} ${where}: N^${exponent.toFixed(2)} (${interval}), where log N would be N^${ofLogarithm.toFixed(2)}: ` +
    `it grows ${growthInWords(growth)}.`
  );
}
