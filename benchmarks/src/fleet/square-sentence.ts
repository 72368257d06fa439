import type { Measurement } from '../bench/measurement.ts';
import { exponentOf, LAWS, type Point } from './growth.ts';

/** How a quantity grew with the number of agents. */
export interface Growth {
  readonly what: string;
  /** Its mean over seeds, by agents, the fewest first; two agents or more. */
  readonly points: readonly Point[];
  /** Over all sizes, and over small and large fleets apart where there are both. */
  readonly exponents: readonly Exponent[];
}

interface Exponent {
  readonly from: number;
  readonly to: number;
  readonly measured: Measurement;
}

interface Grown {
  readonly exchanges: Growth;
  /** Share of right first hits: what one agent gets of its fleet. */
  readonly found: Growth;
  /** Share of encounters of the largest fleet whose problem somebody had met. */
  readonly known: number;
}

const pairsOf = LAWS['N(N−1)/2'];

/** What the data says about "intelligence grows with N²", whatever that is. */
export function squareSentence({ exchanges, found, known }: Grown): string {
  const [first, last] = ends(found);
  const [, useful] = ends(exchanges);
  const range = `from ${first.agents} to ${last.agents} agents`;
  const pairs = `pairs of agents grow ${times(pairsOf(first.agents), pairsOf(last.agents))}`;
  if (useful.value === 0)
    return `Of "intelligence grows with N²" nothing is seen: ${range} ${pairs}, and none exchanges anything useful.`;
  const large = exchanges.exponents.at(-1);
  const exchanged = `useful exchanges ${growth(exchanges)}${asPower(large, large && pairPower(large))}`;
  const gets = `the share of problems for which one agent gets a right first hit ${growth(found)}, to ${percent(last.value)}${asPower(found.exponents.at(-1))}`;
  return `"Intelligence grows with N²" ${verdict(exchanges)}${forOneAgent(found)}: ${range} ${pairs}, ${exchanged}; ${gets}, and cannot pass the ${percent(known)} that anybody had met.`;
}

/** How useful exchanges keep pace with pairs, small fleets and large ones apart. */
export function paceSentences({ exponents, points }: Growth): readonly string[] {
  const fitted = exponents.slice(1).filter((exponent) => paceOf(exponent) !== undefined);
  return fitted.map((exponent) => {
    const { from, to, measured } = exponent;
    const [a, b] = [from, to].map((agents) => points.find((point) => point.agents === agents)?.value ?? 0);
    return `From ${from} to ${to} agents useful exchanges go from ${few(a)} to ${few(b)} a fleet, as N^${power(measured)}, ${paceOf(exponent)} pairs of agents (N^${pairPower(exponent).toFixed(2)}).`;
  });
}

type Pace = 'slower than' | 'in pace with' | 'faster than';

/** Beside pairs of agents; undefined where nothing could be fitted. */
function paceOf(exponent: Exponent): Pace | undefined {
  const { value, spread } = exponent.measured;
  const pairs = pairPower(exponent);
  if (!Number.isFinite(value)) return undefined;
  if ((spread?.high ?? value) < pairs) return 'slower than';
  return (spread?.low ?? value) > pairs ? 'faster than' : 'in pace with';
}

/** By useful exchanges: whether they grow as pairs do, or faster. */
function verdict({ exponents }: Growth): string {
  const [all, small, large = all] = exponents;
  const pace = large && paceOf(large);
  if (!large || !pace) return 'cannot be judged by so few fleets';
  if (pace !== 'slower than') return `holds for what a fleet of up to ${large.to} agents exchanges`;
  const before = small && paceOf(small);
  if (!before || before === 'slower than') return 'does not hold for what a fleet exchanges';
  return `holds for what a fleet exchanges up to ${small.to} agents, and not beyond`;
}

function forOneAgent({ exponents }: Growth): string {
  const [all] = exponents;
  return all && paceOf(all) === 'slower than' ? ', and never for what one agent gets' : '';
}

/** Exponent that the number of pairs itself has over these sizes: N(N−1)/2 is above N² in small fleets. */
function pairPower({ from, to }: Exponent): number {
  const sizes: number[] = [];
  for (let agents = from; agents <= to; agents *= 2) sizes.push(agents);
  return exponentOf(sizes.map((agents) => ({ agents, value: pairsOf(agents) })));
}

function growth({ points }: Growth): string {
  const [first, last] = [points[0]?.value ?? 0, points.at(-1)?.value ?? 0];
  return times(first, last);
}

function asPower(exponent: Exponent | undefined, pairs?: number): string {
  if (!exponent || !Number.isFinite(exponent.measured.value)) return '';
  const beside = pairs === undefined ? '' : `, pairs as N^${pairs.toFixed(2)}`;
  return ` (from ${exponent.from} on as N^${power(exponent.measured)}${beside})`;
}

/** `1.59, 1.49 to 1.70`. */
function power({ value, spread }: Measurement): string {
  const said = value.toFixed(2);
  return spread && spread.low < spread.high
    ? `${said}, ${spread.low.toFixed(2)} to ${spread.high.toFixed(2)}`
    : said;
}

function times(from: number, to: number): string {
  return from === 0 ? 'from none' : `${few(to / from)}-fold`;
}

function few(value = 0): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
}

function ends({ points }: Growth): readonly [Point, Point] {
  return [points[0] as Point, points.at(-1) as Point];
}
