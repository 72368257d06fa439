import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Section } from '../bench/measurement.ts';
import type { RunOptions } from '../bench/suite.ts';
import { readTextSource } from '../bench/text-source.ts';
import { measureServers } from './suite.ts';

const TINY = { packets: 60, starts: 1, rounds: 1, calls: 2, crowds: 1, processes: 2, turns: 2 };

function options(more: Partial<RunOptions> = {}): RunOptions {
  const folder = mkdtempSync(join(tmpdir(), 'qis-mcp-suite-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { signal } = new AbortController();
  return { full: false, seed: 1, text: readTextSource(), folder, signal, progress: () => {}, ...more };
}

async function sectionsOf(run: AsyncIterable<Section>): Promise<Section[]> {
  const sections: Section[] = [];
  for await (const section of run) sections.push(section);
  return sections;
}

test('a tiny run measures the three servers, loses no deposit of ours, and gives a figure for everything', async () => {
  const shares: number[] = [];
  const sections = await sectionsOf(
    measureServers(options({ progress: (share) => shares.push(share) }), TINY),
  );
  expect(sections.map(({ id }) => id)).toEqual([
    'start-up',
    'tokens',
    'tool-calls',
    'one-store',
    'resident-memory',
  ]);
  const measurements = sections.flatMap((section) => section.measurements);
  expect(measurements.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
  const ofOurs = (what: string) =>
    measurements.find((each) => each.what === what && each.of.server === 'qis-mcp')?.value;
  expect(ofOurs('deposits acknowledged')).toBe(4);
  expect(ofOurs('of them lost')).toBe(0);
  expect(ofOurs('calls failed')).toBe(0);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  expect(shares.at(-1)).toBe(1);
}, 120_000);

test('over memory: nothing is measured, and that is said', async () => {
  const [section, ...more] = await sectionsOf(measureServers(options({ transport: 'memory:' }), TINY));
  expect(more).toEqual([]);
  expect(section?.measurements).toEqual([]);
  expect(section?.leftOut.join()).toContain('memory:');
});

test('an aborted run ends', async () => {
  const signal = AbortSignal.abort();
  await expect(sectionsOf(measureServers(options({ signal }), TINY))).rejects.toThrow();
});
