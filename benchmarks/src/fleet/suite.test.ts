import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouter } from '@qis/mcp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Section } from '../bench/measurement.ts';
import type { RunOptions } from '../bench/suite.ts';
import { readTextSource, type TextSource } from '../bench/text-source.ts';
import { CachingEmbedder } from '../synthesis/caching-embedder.ts';
import { find } from './figures.ts';
import { measureFleets } from './suite.ts';

const source = readTextSource();
const TINY = { agents: 8, seeds: 2 };

/** As many wordings as a quick test has time for: those of a dozen problems. */
const few: TextSource = { ...source, wordings: source.wordings.slice(0, 40) };

function options(given: Partial<RunOptions> = {}): RunOptions {
  const { signal } = new AbortController();
  return { full: false, seed: 1, text: few, folder: tmpdir(), signal, progress: () => {}, ...given };
}

async function measured(given: Partial<RunOptions> = {}, extent = TINY): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for await (const section of run(given, extent)) sections.push(section);
  return sections;
}

async function firstSection(given: Partial<RunOptions>): Promise<Section> {
  for await (const section of run(given)) return section;
  throw new Error('There is no section.');
}

function run(given: Partial<RunOptions>, extent = TINY): AsyncIterable<Section> {
  return measureFleets(options(given), new CachingEmbedder(), extent);
}

/** Each thing is measured once, with an interval around it, and what is drawn has been measured. */
function expectSound(sections: readonly Section[]): void {
  for (const { measurements, plots, findings } of sections) {
    const keys = measurements.map(({ what, of }) => JSON.stringify([what, of]));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { value, spread } of measurements) {
      expect(value).not.toBeNaN();
      if (spread) expect(spread.low).toBeLessThanOrEqual(spread.high);
    }
    for (const { what, x } of plots)
      for (const name of what)
        expect(measurements.filter((each) => each.what === name && x in each.of).length).toBeGreaterThan(1);
    expect(findings.join(' ')).not.toMatch(/NaN|undefined|Infinity/);
  }
}

describe('the fleet suite', () => {
  it('gives the same figures for the same seed, others for another, and its progress ends with 1', async () => {
    const shares: number[] = [];
    const once = await measured({ progress: (share) => shares.push(share) });
    expect(once.map(({ id }) => id)).toEqual([
      'found',
      'lift',
      'cold-start',
      'advice',
      'growth',
      'controls',
      'unrelated',
      'floor',
    ]);
    expect(await measured()).toEqual(once);
    expect((await firstSection({ seed: 5 })).measurements).not.toEqual(once[0]?.measurements);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.9);
    expectSound(once);
  });

  it('is left out by name where nobody has said which problems are the same', async () => {
    const [section, ...rest] = await measured({
      text: { ...few, name: 'tickets.txt', wordings: few.wordings.map(({ text }) => ({ text })) },
    });
    expect(rest).toEqual([]);
    expect(section?.measurements).toEqual([]);
    expect(section?.leftOut).toContain('lines of tickets.txt that have no label: 40');
  });

  it('is left out over a gateway, whose collection is not its own', async () => {
    const section = await firstSection({ transport: 'http://127.0.0.1:1/v1' });
    expect(section.measurements).toEqual([]);
    expect(section.leftOut.join()).toContain('gateway');
  });

  it('leaves out lines that no packet has room for, and says how many', async () => {
    const long = { text: 'ошибка '.repeat(40), label: few.wordings[0]?.label ?? '' };
    const section = await firstSection({ text: { ...few, wordings: [...few.wordings, long] } });
    expect(section.leftOut).toContain('lines of examples/problems.jsonl that are longer than 300 bytes: 1');
  });

  it('ends soon when it is aborted', async () => {
    const controller = new AbortController();
    const running = measured({ signal: controller.signal, progress: () => controller.abort() });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it("finds the same on a user's store, and leaves no packet there", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qis-fleet-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const transport = `sqlite:${join(folder, 'own.db')}`;
    const text = { ...few, wordings: few.wordings.filter((_, i) => i % 2 === 0).slice(0, 16) };
    const extent = { agents: 4, seeds: 1 };
    const sections = await measured({ text, transport }, extent);
    const inMemory = await measured({ text }, extent);
    expect(sections.map(({ measurements }) => measurements)).toEqual(
      inMemory.map(({ measurements }) => measurements),
    );
    const collection = /bench_fleet_\w+/.exec(sections[0]?.leftOut.join() ?? '')?.[0] ?? '';
    const router = await createRouter({ transport, collection });
    onTestFinished(() => router.close());
    const { records } = await router.transport.scan({ filter: { now: 0, includeExpired: true }, limit: 1 });
    expect(records).toEqual([]);
    expect(
      find(sections[0]?.measurements ?? [], 'known', { arm: 'shared', agents: 4 }).value,
    ).toBeGreaterThan(0);
  });
});
