import { type Drawing, drawPlot } from './draw-plot.ts';
import { formatMember, formatSpread, formatValue } from './format.ts';
import type { Measurement, Section } from './measurement.ts';
import { PAGE_STYLE } from './page-style.ts';
import { DASHES, INK, SERIES, SHAPES } from './palette.ts';
import {
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

/** A browser asks nobody for anything, and runs nothing, whatever the text in a result says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
/** Verdicts that have a colour. */
const MOODS: Readonly<Record<string, string>> = {
  met: 'good',
  better: 'good',
  missed: 'bad',
  worse: 'bad',
};

/** A cell of more characters keeps some width on a phone. */
const LONG = 20;

/** The whole report as one HTML page with its pictures in it: no script, and nothing from elsewhere. */
export async function renderPage({ result, goals, compared }: Report): Promise<string> {
  const suites = await Promise.all(result.suites.map(suiteParts));
  const anchors = [
    ...(goals.length > 0 ? ['goals'] : []),
    ...(compared ? ['compared'] : []),
    ...result.suites.map(({ name }) => name),
  ];
  const links = anchors.map((anchor) => `<a href="#${anchor}">${anchor}</a>`).join('');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<title>Benchmarks of QIS outcome routing</title>',
    `<style>${PAGE_STYLE}</style>`,
    '</head>',
    '<body>',
    '<h1>Benchmarks of QIS outcome routing</h1>',
    ...conditionLines(result).map((line) => `<p class="conditions">${inert(line)}</p>`),
    `<nav>${links}</nav>`,
    ...(goals.length > 0 ? ['<h2 class="first" id="goals">Goals</h2>', textTable(goalTable(goals))] : []),
    ...(compared ? comparedParts(compared) : []),
    ...suites.flat(),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function comparedParts({ with: name, comparison }: NonNullable<Report['compared']>): readonly string[] {
  return [
    `<h2 class="first" id="compared">Compared with ${inert(name)}</h2>`,
    ...changeLines(comparison).map((line) => `<p>${inert(line)}</p>`),
    ...(comparison.changes.length > 0 ? [textTable(changeTable(comparison))] : []),
  ];
}

async function suiteParts({ name, about, error, interrupted, sections }: SuiteResult): Promise<string[]> {
  const parts = await Promise.all(sections.map(sectionParts));
  return [
    `<h2 id="${name}">${name}</h2>`,
    ...(about === '' ? [] : [`<p>${inert(about)}</p>`]),
    ...(error === undefined ? [] : [`<p class="bad">It failed: ${inert(error)}</p>`]),
    ...(interrupted ? ['<p class="bad">It was stopped before its end.</p>'] : []),
    ...parts.flat(),
  ];
}

async function sectionParts(section: Section): Promise<string[]> {
  const { title, about, findings, measurements, plots, leftOut } = section;
  const drawings = await Promise.all(plots.map((plot) => drawPlot(plot, section)));
  const note = spreadNote(measurements);
  return [
    `<h3>${inert(title)}</h3>`,
    `<p class="soft">${inert(about)}</p>`,
    ...(findings.length > 0 ? [list(findings, 'findings')] : []),
    ...drawings.flatMap((drawing) => (drawing ? [figure(drawing)] : [])),
    ...tablesOf(measurements).map(figuresTable),
    ...(note === undefined ? [] : [`<p class="note">${note}</p>`]),
    ...(leftOut.length > 0 ? [`<p class="note">Left out:</p>${list(leftOut, 'note')}`] : []),
  ];
}

function figure({ title, mark, series, whats, panels }: Drawing): string {
  const keys = [
    ...series.map(({ name, at }) => `<li>${mark === 'bar' ? barKey(at) : seriesKey(at)}${inert(name)}</li>`),
    ...whats.map((name, at) => `<li>${dashKey(at)}${inert(name)}</li>`),
  ];
  return [
    `<figure><figcaption>${inert(title)}</figcaption>`,
    ...(keys.length > 0 ? [`<ul class="legend">${keys.join('')}</ul>`] : []),
    '<div class="panels">',
    ...panels.map(
      ({ caption, svg }) => `<div class="panel">${caption && `<span>${inert(caption)}</span>`}${svg}</div>`,
    ),
    '</div></figure>',
  ].join('\n');
}

const OUTLINES: Readonly<Record<(typeof SHAPES)[number], string>> = {
  circle: 'M9 6a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  square: 'M9.5 2.5h7v7h-7z',
  'triangle-up': 'M13 1.5l4.5 8h-9z',
  diamond: 'M13 1l4.5 5l-4.5 5l-4.5 -5z',
  cross: 'M11.5 1.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z',
  'triangle-down': 'M13 10.5l4.5 -8h-9z',
};

function seriesKey(at: number): string {
  const colour = SERIES[at % SERIES.length]?.light;
  const shape = SHAPES[at % SHAPES.length] ?? 'circle';
  return `<svg viewBox="0 0 26 12" aria-hidden="true"><path d="M0 6h26" stroke="${colour}" stroke-width="2"/><path d="${OUTLINES[shape]}" fill="${colour}"/></svg>`;
}

function barKey(at: number): string {
  return `<svg class="box" viewBox="0 0 12 12" aria-hidden="true"><path d="M0 0h12v12h-12z" fill="${SERIES[at % SERIES.length]?.light}"/></svg>`;
}

function dashKey(at: number): string {
  const dashes = DASHES[at % DASHES.length]?.join(' ');
  return `<svg viewBox="0 0 26 12" aria-hidden="true"><path d="M0 6h26" stroke="${INK.light}" stroke-width="2" stroke-dasharray="${dashes}"/></svg>`;
}

function figuresTable({ keys, columns, rows }: Table): string {
  const head = [
    ...keys.map((key) => `<th>${inert(key)}</th>`),
    ...columns.map((column) => `<th class="figure">${inert(column)}</th>`),
  ];
  const body = rows.map(({ of, cells }) => [
    ...keys.map((key) => `<td>${inert(formatMember(of[key] ?? ''))}</td>`),
    ...cells.map(figureCell),
  ]);
  return htmlTable(head, body);
}

function figureCell(cell: Measurement | undefined): string {
  if (!cell) return '<td></td>';
  const spread = formatSpread(cell);
  return `<td class="figure">${inert(formatValue(cell.value, cell.unit))}${spread && `<small>${inert(spread)}</small>`}</td>`;
}

function textTable({ head, rows }: TextTable): string {
  return htmlTable(
    head.map((cell) => `<th>${inert(cell)}</th>`),
    rows.map((row) =>
      row.map((cell) => {
        const mood = MOODS[cell];
        const kind = mood ?? (cell.length > LONG ? 'long' : undefined);
        return `<td${kind ? ` class="${kind}"` : ''}>${inert(cell)}</td>`;
      }),
    ),
  );
}

function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `<tr>${cells.join('')}</tr>`;
  return `<div class="scroll" tabindex="0"><table><thead>${line(head)}</thead><tbody>${rows.map(line).join('\n')}</tbody></table></div>`;
}

function list(items: readonly string[], kind: string): string {
  return `<ul class="${kind}">${items.map((item) => `<li>${inert(item)}</li>`).join('')}</ul>`;
}

function inert(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
