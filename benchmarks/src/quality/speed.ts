import type { Embedder } from '@qis/core';
import type { Candidate } from './embedders.ts';

export interface SpeedFigures {
  /** On one core: the median of the rounds. */
  readonly texts_per_second: number;
  /** Until `open` resolves, in this process: the first time, and again when files are in memory and code is compiled. */
  readonly load_ms: { readonly first: number; readonly again: number };
}

const ROUNDS = 5;
/** Texts in a round last about this long, so that every embedder meets what else the machine does alike. */
const ROUND_MS = 1_000;

/** All candidates beside each other: each round has a turn of every one. */
export async function measureSpeeds(
  candidates: Readonly<Record<string, Candidate>>,
  texts: readonly string[],
): Promise<Readonly<Record<string, SpeedFigures>>> {
  const names = Object.keys(candidates);
  const loads = new Map<string, SpeedFigures['load_ms']>();
  const opened = new Map<string, { embedder: Embedder; count: number; speeds: number[] }>();
  for (const [name, candidate] of Object.entries(candidates)) {
    const first = await timeToOpen(candidate);
    loads.set(name, { first, again: await timeToOpen(candidate) });
    const embedder = candidate.create();
    await embedder.open();
    await embedder.embed(texts.slice(0, 100)); // compiled by now
    const speed = await textsPerSecond(embedder, texts.slice(0, 200));
    const count = Math.max(50, Math.min(texts.length, Math.round((speed * ROUND_MS) / 1_000)));
    opened.set(name, { embedder, count, speeds: [] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { embedder, count, speeds } of opened.values()) {
      speeds.push(await textsPerSecond(embedder, texts.slice(0, count)));
    }
  }
  for (const { embedder } of opened.values()) await embedder.close();
  return Object.fromEntries(
    names.map((name) => {
      const speeds = (opened.get(name)?.speeds ?? []).sort((a, b) => a - b);
      const texts_per_second = Math.round(speeds[Math.floor(speeds.length / 2)] as number);
      return [name, { texts_per_second, load_ms: loads.get(name) as SpeedFigures['load_ms'] }];
    }),
  );
}

async function timeToOpen(candidate: Candidate): Promise<number> {
  const embedder = candidate.create();
  const started = performance.now();
  await embedder.open();
  const elapsed = performance.now() - started;
  await embedder.close();
  return elapsed;
}

async function textsPerSecond(embedder: Embedder, texts: readonly string[]): Promise<number> {
  const started = performance.now();
  await embedder.embed(texts);
  return texts.length / ((performance.now() - started) / 1_000);
}
