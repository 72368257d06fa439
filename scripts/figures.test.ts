import { describe, expect, it } from 'vitest';
import { differences, type MakeTable, type ReadResult, uncited, withFigures } from './figures.ts';

const RESULT = {
  opening: { p50: 1.4567, share: 0.1234 },
  sizes: [
    { packets: 1_000, of: { filter: 'tag of 1%' }, 'query p50': 2 },
    { packets: 1_000, of: { filter: 'none' }, 'query p50': 1 },
    { packets: 100_000, of: { filter: 'none' }, 'query p50': 12_345.6 },
  ],
};
const read: ReadResult = (name) => {
  if (name !== 'run') throw new Error(`There is no ${name}.json.`);
  return RESULT;
};
const makeTable: MakeTable = (name) => (name === 'run#sizes' ? '| packets |\n| --- |\n| 7 |' : undefined);

const cite = (citation: string, text: string): string => `<!-- figures: ${citation} -->${text}<!-- / -->`;
const problems = (markdown: string): readonly object[] => differences(markdown, read, makeTable);

describe('a figure that cites a result', () => {
  it.each([
    ['run opening.p50 .1', '1.5'],
    ['run opening.share .1%', '12.3%'],
    ['run sizes[packets=1000,of.filter=tag of 1%].query p50 .0', '2'],
    ['run sizes[packets=100000].query p50 .1', '12,345.6'],
    ['run sizes[packets=100000].query p50 over 1e3 .2', '12.35'],
    ['run opening.p50 over sizes[packets=1000,of.filter=none].query p50 .2', '1.46'],
  ])('is rounded as it says: %s is %s', (citation, text) => {
    expect(problems(`It takes ${cite(citation, text)} ms.`)).toEqual([]);
    expect(withFigures(cite(citation, '0'), read, makeTable)).toBe(cite(citation, text));
  });

  it('fails when it was changed, with its line and both values', () => {
    expect(problems(`# A\n\nIt takes ${cite('run opening.p50 .1', '1.4')} ms.`)).toEqual([
      { line: 3, text: 'run opening.p50 .1: it says 1.4, the result 1.5' },
    ]);
  });

  it('is let alone in code, where it is shown', () => {
    const shown = `\`${cite('run opening.p50 .1', '1.4')}\``;
    expect(problems(shown)).toEqual([]);
    expect(withFigures(shown, read, makeTable)).toBe(shown);
  });

  it.each([
    ['there is no such result', 'other opening.p50 .1'],
    ['the result has no such number', 'run opening.p51 .1'],
    ['a list has two such elements', 'run sizes[packets=1000].query p50 .1'],
    ['it is neither a number nor a table', 'run opening.p50'],
    ['there is no such table', 'run#other'],
  ])('fails when %s', (_, citation) => {
    expect(problems(cite(citation, '1.5'))).toHaveLength(1);
  });
});

describe('a table that cites a result', () => {
  const table = '\n\n| packets |\n| --- |\n| 7 |\n\n';

  it('passes as it was made, and is made anew', () => {
    expect(problems(cite('run#sizes', table))).toEqual([]);
    expect(withFigures(cite('run#sizes', 'old'), read, makeTable)).toBe(cite('run#sizes', table));
  });

  it('fails at the row that was changed', () => {
    expect(problems(`One line.\n${cite('run#sizes', table.replace('7', '8'))}`)).toEqual([
      { line: 6, text: 'run#sizes: it says | 8 |, the result | 7 |' },
    ]);
  });
});

describe('a figure that cites nothing', () => {
  it.each([
    'It takes 97.4 ms.',
    'It takes 20–30 seconds.',
    'It finds 95% of them.',
    'It is 2.5× as fast, or 3 times.',
    'It has 7.5 MB.',
    'It answers 300 calls a second.',
    '| search | 0.97 |',
    '| exact | 12.5 |',
    'Its recall is 0.97.',
    'At most 5 s, then 7 s.',
  ])('fails: %s', (line) => {
    expect(uncited(`# A\n\n${line}\n`)).toEqual([
      { line: 3, text: expect.stringContaining('nothing is cited') },
    ]);
  });

  it.each([
    ['a bound', 'At most 5 s, up to 20 MB, of more than 512 bytes.'],
    ['a setting', '| `ttl` | 30 s <!-- not measured --> |'],
    ['code', '`sleep 5 s`'],
    ['a block of code', '```\n90% of 5 ms\n```'],
    ['a version or a count', 'Node 22.12, 42 problems, all-MiniLM-L6-v2, 10 agents'],
    ['a figure with a citation', cite('run opening.p50 .1', '1.5 ms')],
    ['what was measured once, by its day', 'It took 5 ms (measured once, 2026-11-25).'],
    ['a section that was', 'Measured once, 2026-11-25.\n\nIt took 5 ms.'],
  ])('passes where it is %s', (_, text) => {
    expect(uncited(text)).toEqual([]);
  });

  it('fails in the section after one that was measured once, and where no day is said', () => {
    const markdown = '# A\nMeasured once, 2026-11-25.\n# B\nIt took 5 ms.\n\nMeasured once: 6 ms.';
    expect(uncited(markdown).map(({ line }) => line)).toEqual([4, 6]);
  });
});
