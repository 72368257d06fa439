// A number in a document that was measured is one of benchmarks/results, and says which; with --write it is put there.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTable } from '../benchmarks/src/figures/tables.ts';
import { differences, type Problem, type ReadResult, uncited, withFigures } from './figures.ts';
import { root } from './run-child.mjs';
import { report } from './workspace.ts';

// A decision keeps the figures of its day.
const documents = globSync(
  '{*.md,{packages,apps,deploy}/*/{,*/}README.md,{benchmarks,examples,scripts}/{,*/}README.md,docs/*.md}',
  {
    cwd: root,
    exclude: (path) => /(?:^|[/\\])(?:node_modules|dist)(?:[/\\]|$)/.test(path),
  },
);
const results = new Map<string, unknown>();
const read: ReadResult = (name) => {
  if (!results.has(name))
    results.set(name, JSON.parse(readFileSync(join(root, 'benchmarks', 'results', `${name}.json`), 'utf8')));
  return results.get(name);
};

report(
  documents.flatMap((file) => {
    const path = join(root, file);
    if (process.argv.includes('--write'))
      writeFileSync(path, withFigures(readFileSync(path, 'utf8'), read, makeTable));
    const markdown = readFileSync(path, 'utf8');
    return [...differences(markdown, read, makeTable), ...uncited(markdown)].map(
      ({ line, text }: Problem) => `${file}:${line}: ${text}`,
    );
  }),
);
