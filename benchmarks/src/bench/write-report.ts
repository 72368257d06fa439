import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { writeResult } from '../recorded-result.ts';
import { type Comparison, compareResults } from './compare.ts';
import { formatOf } from './format.ts';
import { goalLines, judgeGoals, TIMING_MARGIN } from './goals.ts';
import { renderMarkdown } from './markdown.ts';
import { renderPage } from './page.ts';
import { cellOf, changeLines, type Report } from './report-parts.ts';
import type { BenchResult } from './result.ts';

const RESULTS = new URL('../../results/', import.meta.url);

/** The result beside its goals, and beside another where one is given. */
export function reportOf(
  result: BenchResult,
  other: { readonly path: string; readonly result: BenchResult } | undefined,
): Report {
  return {
    result,
    goals: judgeGoals(result),
    ...(other && {
      compared: { with: basename(other.path), comparison: compareResults(other.result, result) },
    }),
  };
}

/** Writes `results/NAME.json`, `.md` and `.html`; returns their names. */
export async function writeReport(report: Report, name: string): Promise<readonly string[]> {
  writeResult(new URL(`${name}.json`, RESULTS), report.result);
  writeFileSync(new URL(`${name}.md`, RESULTS), renderMarkdown(report));
  writeFileSync(new URL(`${name}.html`, RESULTS), await renderPage(report));
  return ['json', 'md', 'html'].map((ending) => `benchmarks/results/${name}.${ending}`);
}

/** What a run found out, for a terminal: the findings, what changed, what failed. */
export function summaryOf({ result, compared }: Report): string {
  const suites = result.suites.flatMap(({ name, error, interrupted, sections }) => [
    `\n${name}${interrupted ? ' (stopped before its end)' : ''}`,
    ...(error === undefined ? [] : [`  failed: ${error}`]),
    ...sections.flatMap(({ findings }) => findings.map((finding) => `  ${finding}`)),
    ...sections.flatMap(({ leftOut }) => leftOut.map((each) => `  left out: ${each}`)),
  ]);
  const changes = compared ? ['', `Compared with ${compared.with}`, ...changeText(compared.comparison)] : [];
  return [...suites, ...changes].join('\n').trim();
}

function changeText(comparison: Comparison): readonly string[] {
  return [
    ...changeLines(comparison),
    ...comparison.changes.map(({ suite, before, after, verdict = 'other' }) => {
      const { what, of } = after;
      return `  ${verdict.padEnd(6)}  ${suite}: ${what}, ${formatOf(of)}: ${cellOf(before)} before, ${cellOf(after)} now`;
    }),
  ];
}

/** The goals of the project beside the figures, and whether all are met but for the margin. */
export function checkOf({ goals }: Report): { readonly text: string; readonly passed: boolean } {
  if (goals.length === 0) return { text: 'No figure of this result has a goal.', passed: true };
  const missed = goals.filter(({ verdict }) => verdict === 'missed').length;
  const margin = `Timings have a margin of ${100 * TIMING_MARGIN}%, what is counted has none.`;
  const verdict = missed === 0 ? 'All goals are met, but for the margin.' : `${missed} missed.`;
  return { text: [...goalLines(goals), `${verdict} ${margin}`].join('\n'), passed: missed === 0 };
}
