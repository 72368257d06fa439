import { formatMember } from './format.ts';
import type { Section } from './measurement.ts';
import {
  cellOf,
  changeLines,
  changeTable,
  conditionLines,
  goalTable,
  type Report,
  spreadNote,
  type TextTable,
} from './report-parts.ts';
import type { SuiteResult } from './result.ts';
import { type Table, tablesOf } from './tables.ts';

/** Anything that Markdown or HTML would take for more than text. */
const SPECIAL = /[\\`*<>[\]|&]/g;

/** The whole report as Markdown, without the pictures. */
export function renderMarkdown({ result, goals, compared }: Report): string {
  const parts = [
    '# Benchmarks',
    ...conditionLines(result).map(inert),
    ...(goals.length > 0 ? ['## Goals', table(goalTable(goals))] : []),
    ...(compared
      ? [
          `## Compared with ${inert(compared.with)}`,
          ...changeLines(compared.comparison).map(inert),
          ...(compared.comparison.changes.length > 0 ? [table(changeTable(compared.comparison))] : []),
        ]
      : []),
    ...result.suites.flatMap(suiteParts),
  ];
  return `${parts.join('\n\n')}\n`;
}

function suiteParts({ name, about, error, interrupted, sections }: SuiteResult): readonly string[] {
  return [
    `## ${name}`,
    ...(about === '' ? [] : [inert(about)]),
    ...(error === undefined ? [] : [`It failed: ${inert(error)}`]),
    ...(interrupted ? ['It was stopped before its end.'] : []),
    ...sections.flatMap(sectionParts),
  ];
}

function sectionParts({ title, about, findings, measurements, leftOut }: Section): readonly string[] {
  const note = spreadNote(measurements);
  return [
    `### ${inert(title)}`,
    inert(about),
    ...(findings.length > 0 ? [list(findings)] : []),
    ...tablesOf(measurements).map(figures),
    ...(note === undefined ? [] : [note]),
    ...(leftOut.length > 0 ? [`Left out:\n\n${list(leftOut)}`] : []),
  ];
}

function figures({ keys, columns, rows }: Table): string {
  return table({
    head: [...keys, ...columns],
    rows: rows.map(({ of, cells }) => [
      ...keys.map((key) => formatMember(of[key] ?? '')),
      ...cells.map((cell) => (cell ? cellOf(cell) : '')),
    ]),
  });
}

function table({ head, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inert).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${inert(item)}`).join('\n');
}

function inert(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(SPECIAL, '\\$&');
}
