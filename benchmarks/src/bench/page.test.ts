import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import { renderPage } from './page.ts';
import { sampleMeasurement, sampleResult } from './sample-result.ts';
import { reportOf } from './write-report.ts';

const EVIL = '</text></svg><script>alert("1")</script> | `x` &';
const plots = [
  { title: EVIL, what: ['query p50'], mark: 'line', x: 'packets', colour: 'transport', panels: 'label' },
  { title: 'Bars', what: ['query p50'], mark: 'bar', x: 'label' },
] as const;
const measurements = [1_000, 10_000].map((packets) =>
  sampleMeasurement({ of: { transport: EVIL, label: EVIL, packets }, goal: { atMost: 2 } }),
);
const report = reportOf(
  sampleResult(measurements, { title: EVIL, about: EVIL, findings: [EVIL], leftOut: [EVIL], plots }),
  { path: 'old.json', result: sampleResult([]) },
);

test('text from a file is text in the page, in its tables and in its pictures', async () => {
  const page = await renderPage(report);
  expect(page).not.toContain('<script');
  expect(page.match(/<svg/g)?.length).toBe(page.match(/<\/svg>/g)?.length);
  expect(page).toContain('&lt;script&gt;');
});

test('the page runs nothing and asks for nothing', async () => {
  const page = await renderPage(report);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|image)\b|\son\w+=|@import|url\(/i);
  expect(page.replaceAll(/xmlns(?::xlink)?="[^"]*"/g, '')).not.toMatch(/https?:/);
});

test('every colour of the pictures has its dark one', async () => {
  const page = await renderPage(report);
  const colours = page.matchAll(/<(?!style)[^>]*\s(?:fill|stroke)="(#[0-9a-f]+)"/g);
  const lacking = [...colours].filter(([, colour]) => !page.includes(`svg [fill="${colour}"]{fill:`));
  expect(lacking.map(([, colour]) => colour)).toEqual([]);
});

test('text from a file stays inside its cell of a Markdown table', () => {
  const rows = renderMarkdown(report)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(rows.length).toBeGreaterThan(4);
  for (const row of rows) expect(row).not.toMatch(/(?<!\\)[<>`]|(?<!\\) \| `/);
});
