import type { Measurement } from './measurement.ts';
import type { BenchResult } from './result.ts';
import { keyOf } from './tables.ts';

/** Where a measurement stands in a result. */
interface Placed {
  readonly suite: string;
  readonly section: string;
  readonly measurement: Measurement;
}

interface Change {
  readonly suite: string;
  readonly section: string;
  readonly before: Measurement;
  readonly after: Measurement;
  /** Undefined where neither way is better. */
  readonly verdict: 'better' | 'worse' | undefined;
}

/** What is different between two results. */
export interface Comparison {
  /** Beyond noise, the worse first. */
  readonly changes: readonly Change[];
  /** How many figures of both results are the same but for noise. */
  readonly same: number;
  readonly added: readonly Placed[];
  readonly gone: readonly Placed[];
  /** Why the two may not be comparable. */
  readonly warnings: readonly string[];
}

/** A timing that moved by less is the same, however narrow its spread. */
const LEAST_MOVE = 0.05;
/** Load average for each core, from which others are in the way. */
const BUSY = 0.5;

/**
 * A counted figure has changed when it is not the same; one with a spread when the two intervals do not overlap and it
 * moved by more than 5%. Suites that only one of the two has run are left out.
 */
export function compareResults(before: BenchResult, after: BenchResult): Comparison {
  const both = new Set(
    before.suites.map(({ name }) => name).filter((name) => after.suites.some((suite) => suite.name === name)),
  );
  const old = placed(before, both);
  const now = placed(after, both);
  const pairs = [...now].flatMap(([key, { suite, section, measurement }]) => {
    const earlier = old.get(key)?.measurement;
    return earlier ? [{ suite, section, before: earlier, after: measurement }] : [];
  });
  const changes = pairs.filter(hasChanged).map((pair) => ({ ...pair, verdict: verdictOf(pair) }));
  return {
    changes: changes.toSorted((a, b) => rankOf(a) - rankOf(b)),
    same: pairs.length - changes.length,
    added: [...now].flatMap(([key, each]) => (old.has(key) ? [] : [each])),
    gone: [...old].flatMap(([key, each]) => (now.has(key) ? [] : [each])),
    warnings: warningsOf(before, after),
  };
}

function placed({ suites }: BenchResult, wanted: ReadonlySet<string>): ReadonlyMap<string, Placed> {
  const all = suites
    .filter(({ name }) => wanted.has(name))
    .flatMap(({ name: suite, sections }) =>
      sections.flatMap(({ id: section, measurements }) =>
        measurements.map((measurement) => ({ suite, section, measurement })),
      ),
    );
  return new Map(
    all.map((each) => {
      const { what, unit, of } = each.measurement;
      return [[each.suite, each.section, what, unit, keyOf(of)].join('\n'), each];
    }),
  );
}

type Pair = Omit<Change, 'verdict'>;

function hasChanged({ before, after }: Pair): boolean {
  if (!before.spread && !after.spread) return before.value !== after.value;
  const [a, b] = [intervalOf(before), intervalOf(after)];
  const apart = a.high < b.low || b.high < a.low;
  return apart && Math.abs(after.value - before.value) > LEAST_MOVE * Math.abs(before.value);
}

function intervalOf({ value, spread }: Measurement): { low: number; high: number } {
  return spread ?? { low: value, high: value };
}

function verdictOf({ before, after }: Pair): Change['verdict'] {
  const { better } = after;
  if (better === undefined) return undefined;
  return after.value < before.value === (better === 'less') ? 'better' : 'worse';
}

function rankOf({ verdict }: Change): number {
  return verdict === 'worse' ? 0 : verdict === 'better' ? 1 : 2;
}

function warningsOf(before: BenchResult, after: BenchResult): readonly string[] {
  const { load_before: loadBefore, ...machineBefore } = before.machine;
  const { load_before: loadAfter, ...machineAfter } = after.machine;
  return [
    ...busyness('before', loadBefore, machineBefore.cores),
    ...busyness('now', loadAfter, machineAfter.cores),
    ...differences('machine', machineBefore, machineAfter),
    ...differences('version', before.versions, after.versions),
    ...differences('option', conditionsOf(before), conditionsOf(after)),
  ];
}

/** A spread is of one run. What else the machine did for a whole run moves everything beyond it. */
function busyness(when: string, load: number, cores: number): readonly string[] {
  return load > BUSY * cores
    ? [`the machine was busy ${when}, with a load of ${load}: timings moved with it`]
    : [];
}

function conditionsOf({ options: { full, seed, data, transport } }: BenchResult) {
  return { full, seed, data, transport: transport ?? 'all that can be had' };
}

function differences(kind: string, before: object, after: object): string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) => `${kind} ${key}: ${old.get(key) ?? 'none'} before, ${now.get(key) ?? 'none'} now`);
}
