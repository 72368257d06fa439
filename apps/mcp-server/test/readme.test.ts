import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FLAGS } from '../src/flags.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');

it('the README explains every flag with its variable and its default', () => {
  for (const [name, { value, variable, standard }] of Object.entries(FLAGS)) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`--${name} ${value}\` |`));
    expect(row, name).toContain(`| \`${variable}\` |`);
    if (name !== 'agent-id') expect(row, name).toContain(`| \`${standard}\` |`);
  }
});

it('the README has configurations that hosts can read, all of the same program', () => {
  const blocks = [...readme.matchAll(/^```json\n(.*?)^```/gms)].map(
    ([, json]) => JSON.parse(String(json)) as object,
  );
  expect(blocks).toHaveLength(2);
  for (const block of blocks) {
    const [servers] = Object.values(block) as { qis: { command: string; args: string[] } }[];
    expect(servers?.qis).toMatchObject({
      command: 'node',
      args: ['/ABSOLUTE/PATH/apps/mcp-server/dist/qis-mcp.js'],
    });
  }
});

it('the README has the figures of start-up that were recorded', () => {
  const recorded = JSON.parse(read('../../../benchmarks/results/startup.json')) as Record<
    string,
    { median: number }
  >;
  const figures = [...readme.matchAll(/<!-- (\w+) -->([\d.]+)<!-- \/ -->/g)];
  expect(figures.map(([, name]) => name)).toEqual(['qis_tools_list', 'echo_tools_list', 'qis_first_query']);
  for (const [, name, figure] of figures) expect(Number(figure), name).toBe(recorded[String(name)]?.median);
});
