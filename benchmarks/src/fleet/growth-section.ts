import type { Measurement, Section } from '../bench/measurement.ts';
import { estimateOf, meanOf } from '../synthesis/intervals.ts';
import { shareOf } from './encounter.ts';
import { measure, measured } from './figures.ts';
import {
  curveOf,
  exchangesOf,
  exchangingPairsOf,
  exponentOf,
  LAWS,
  type Law,
  misfitOf,
  type Point,
} from './growth.ts';
import { type Growth, paceSentences, squareSentence } from './square-sentence.ts';
import type { PerSeed, Trial } from './trial.ts';

/** Where small fleets end and large ones begin. */
const MIDDLE = 8;

/** A quantity of every seed, by the size of the fleets. */
interface Curve {
  readonly what: string;
  readonly bySize: ReadonlyMap<number, readonly number[]>;
}

/** What grows like what with the number of agents. */
export function growthSection(trial: Trial, shared: ReadonlyMap<number, PerSeed>): Section {
  const of = (size: number): number => trial.table.agents / size;
  const curve = (what: string, figure: (seed: PerSeed[number], size: number) => number): Curve => ({
    what,
    bySize: new Map(
      [...shared]
        .filter(([size]) => size > 1)
        .map(([size, seeds]) => [size, seeds.map((encounters) => figure(encounters, size))]),
    ),
  });
  const exchanges = curve('useful exchanges', (seed, size) => exchangesOf(seed, of(size)));
  const pairs = curve('pairs that exchanged', (seed, size) => exchangingPairsOf(seed, of(size)));
  const found = curve('right first hit', (seed) => shareOf(seed, 'right first hit'));
  const known = curve('known', (seed) => shareOf(seed, 'known'));

  const points = pointsOf(exchanges);
  const growths = [exchanges, pairs, found].map((each) => growthOf(each, trial.seeds.length));
  const measurements: readonly Measurement[] = [
    ...[exchanges, pairs].flatMap(({ what, bySize }) =>
      [...bySize].map(([agents, values]) =>
        measure(what, { series: 'measured', agents }, values, 'count', 'more'),
      ),
    ),
    ...[...pairs.bySize].map(([agents, values]) =>
      measure(
        'share of pairs that exchanged',
        { series: 'measured', agents },
        values.map((value) => value / LAWS['N(N−1)/2'](agents)),
      ),
    ),
    ...laws().flatMap((law) => curveOf(points, law).map((point) => lawAt(law, point))),
    ...laws().map((law) => ({
      what: 'misfit of useful exchanges',
      of: { series: law },
      value: misfitOf(points, law),
      unit: 'ratio' as const,
      samples: trial.seeds.length,
      better: 'less' as const,
    })),
    ...growths.flatMap(exponentsOf).filter(({ value }) => Number.isFinite(value)),
  ];
  const [exchanged, , foundGrowth] = growths as [Growth, Growth, Growth];
  const [agents, met] = [...pairs.bySize].at(-1) ?? [0, []];
  return {
    id: 'growth',
    title: 'What grows like what',
    about: `A useful exchange is an encounter whose first hit is right and was left by another agent; counted in each fleet of N agents that meet ${trial.table.each} problems each. Exponents are fitted to the means by least squares of logarithms; intervals are a bootstrap over ${trial.seeds.length} seeds. Laws stand at their best scale; the misfit is the factor by which one misses a point.`,
    measurements,
    findings: [
      squareSentence({
        exchanges: exchanged,
        found: foundGrowth,
        known: meanOf([...known.bySize.values()].at(-1) ?? []),
      }),
      ...paceSentences(exchanged),
      `Of the ${LAWS['N(N−1)/2'](agents)} pairs in a fleet of ${agents}, ${meanOf(met).toFixed(0)} ever exchange something useful, with ${trial.table.each} problems an agent.`,
      `Beside these laws, useful exchanges are missed by a factor of ${laws()
        .map((law) => `${misfitOf(points, law).toFixed(2)} by ${law}`)
        .join(', ')}.`,
    ],
    plots: [
      {
        title: 'Useful exchanges in a fleet, beside four laws',
        what: ['useful exchanges'],
        mark: 'line',
        x: 'agents',
        colour: 'series',
        log: { x: true, y: true },
      },
    ],
    leftOut: growths
      .flatMap(exponentsOf)
      .filter(({ value }) => !Number.isFinite(value))
      .map(({ what, of }) => `${what} over ${of.range} agents: it was seen at fewer than two sizes`),
  };
}

function exponentsOf({ exponents }: Growth): readonly Measurement[] {
  return exponents.map(({ measured: each }) => each);
}

function laws(): readonly Law[] {
  return Object.keys(LAWS) as Law[];
}

function lawAt(law: Law, { agents, value }: Point): Measurement {
  return { what: 'useful exchanges', of: { series: law, agents }, value, unit: 'count', samples: 1 };
}

function pointsOf({ bySize }: Curve, seeds?: readonly number[]): readonly Point[] {
  return [...bySize].map(([agents, values]) => ({
    agents,
    value: meanOf(seeds ? seeds.map((seed) => values[seed] as number) : values),
  }));
}

/** The exponents over all sizes, over small and over large ones. Seeds are drawn again, whole curves at once. */
function growthOf(curve: Curve, seeds: number): Growth {
  const sizes = [...curve.bySize.keys()];
  const [least = 2, most = 2] = [sizes[0], sizes.at(-1)];
  const parts: readonly [number, number][] =
    most > MIDDLE
      ? [
          [least, MIDDLE],
          [MIDDLE, most],
        ]
      : [];
  const indices = Array.from({ length: seeds }, (_, seed) => seed);
  const exponents = [[least, most] as const, ...parts].map(([from, to]) => {
    const inRange = ({ agents }: Point): boolean => agents >= from && agents <= to;
    const fit = estimateOf(indices, (drawn) => exponentOf(pointsOf(curve, drawn).filter(inRange)));
    const range = { range: `${from} to ${to}` };
    return { from, to, measured: measured(`exponent of ${curve.what}`, range, fit, seeds, 'exponent') };
  });
  return { what: curve.what, points: pointsOf(curve), exponents };
}
