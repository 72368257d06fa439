import type { Comparison } from './compare.ts';
import { formatOf, formatSpread, formatValue } from './format.ts';
import type { Judged } from './goals.ts';
import type { Measurement } from './measurement.ts';
import type { BenchResult } from './result.ts';

/** What a report is made of. */
export interface Report {
  readonly result: BenchResult;
  readonly goals: readonly Judged[];
  /** Where it was compared with another: its name, and what is different. */
  readonly compared?: { readonly with: string; readonly comparison: Comparison };
}

/** A table of plain text, for Markdown, a page and a terminal alike. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a result was measured on and how, a line each. */
export function conditionLines({ options, machine, started, versions, interrupted }: BenchResult): string[] {
  const { full, seed, data, transport } = options;
  return [
    `${full ? 'Full' : 'Quick'} run of ${options.suites.join(', ')}, ${started.slice(0, 10)}, seed ${seed}, text of ${data}` +
      `${transport === undefined ? '' : `, on ${transport}`}.`,
    ...(interrupted ? ['It was stopped before its end: what is here is whole, the rest is missing.'] : []),
    `${machine.cpu}, ${machine.cores} cores, ${machine.memory_gb} GB, ${machine.system}, load ${machine.load_before} before.`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  ];
}

export function goalTable(goals: readonly Judged[]): TextTable {
  return {
    head: ['', 'suite', 'figure', 'of', 'value', 'goal'],
    rows: goals.map(({ suite, measurement, goal, verdict }) => {
      const { what, of } = measurement;
      return [verdict, suite, what, formatOf(of), cellOf(measurement), goal];
    }),
  };
}

export function changeTable({ changes }: Comparison): TextTable {
  return {
    head: ['', 'suite', 'figure', 'of', 'before', 'now', 'change'],
    rows: changes.map(({ suite, before, after, verdict }) => {
      const moved = changeOf(before.value, after.value);
      return [verdict ?? '', suite, after.what, formatOf(after.of), cellOf(before), cellOf(after), moved];
    }),
  };
}

/** In words: how much is the same, new and gone, and why to be careful. */
export function changeLines({ changes, same, added, gone, warnings }: Comparison): string[] {
  const names = (list: readonly { suite: string; section: string }[]): string =>
    [...new Set(list.map(({ suite, section }) => `${suite}/${section}`))].join(', ');
  return [
    ...warnings.map((warning) => `Careful, ${warning}.`),
    `${changes.length} changed beyond noise, ${same} did not.`,
    ...(added.length > 0 ? [`${added.length} are new, in ${names(added)}.`] : []),
    ...(gone.length > 0 ? [`${gone.length} are gone, from ${names(gone)}.`] : []),
  ];
}

/** `0.124 ms (0.118–0.131)`. */
export function cellOf(measurement: Measurement): string {
  const spread = formatSpread(measurement);
  return `${formatValue(measurement.value, measurement.unit)}${spread && ` (${spread})`}`;
}

function changeOf(before: number, after: number): string {
  if (before === 0) return '';
  const percent = 100 * (after / before - 1);
  return `${percent > 0 ? '+' : '−'}${formatValue(Math.abs(percent), 'count')}%`;
}

/** What the intervals of some measurements are, for the foot of a table. */
export function spreadNote(measurements: readonly Measurement[]): string | undefined {
  const kinds = new Set(measurements.flatMap(({ spread }) => (spread ? [spread.kind] : [])));
  if (kinds.size === 0) return undefined;
  const words = { quartiles: 'quartiles of the rounds', '95%': 'an interval of 95%' };
  return `In brackets: ${[...kinds].map((kind) => words[kind]).join(', or ')}.`;
}
