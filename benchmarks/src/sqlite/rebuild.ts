import { setTimeout as pause } from 'node:timers/promises';
import type { OutcomeTransport } from '@qis/core';
import Database from 'better-sqlite3';
import { NOW } from '../crossover/real-text.ts';
import { type Times, timesOf } from '../statistics.ts';
import { openStore, snapshotStands } from './stores.ts';

export interface RebuildFigures {
  /** Seconds from the query that found no index file until it was built and mapped. */
  readonly build_s: number;
  /** Milliseconds of one search for ten, exact, while nothing is built. */
  readonly before: Times;
  /** The same, while the index file is built. */
  readonly during: Times;
  /** The same, through the index file. */
  readonly after: Times;
}

const QUERIES = 200;
/** Between queries, in milliseconds: a process that asks now and then. */
const PAUSE_MS = 20;
/** Queries from one look at the state of the build to the next. */
const LOOK_EVERY = 10;

/** What a lost index file costs: searches are exact until it is built anew. */
export async function measureRebuild(
  path: string,
  queries: readonly Float32Array[],
): Promise<RebuildFigures> {
  const transport = await openStore(path);
  const lease = holdLease(path);
  try {
    const some = queries.slice(0, QUERIES);
    await timed(transport, queries[0] as Float32Array); // reads all vectors
    const before = await timedAll(transport, some);
    lease.release();
    await untilBuilding(transport, queries[0] as Float32Array);
    const began = performance.now();
    const during: number[] = [];
    for (let asked = 0; asked % LOOK_EVERY !== 0 || !(await snapshotStands(transport)); asked++) {
      during.push(await timed(transport, queries[asked % queries.length] as Float32Array));
      await pause(PAUSE_MS);
    }
    const build = performance.now() - began;
    const after = await timedAll(transport, some);
    return {
      build_s: build / 1_000,
      before: timesOf(before),
      during: timesOf(during),
      after: timesOf(after),
    };
  } finally {
    lease.close();
    await transport.close();
  }
}

/** Whoever could not have the lease asks again with a search some seconds later. */
async function untilBuilding(transport: OutcomeTransport, query: Float32Array): Promise<void> {
  do {
    await pause(PAUSE_MS);
    await timed(transport, query);
  } while ((await transport.stats({ now: NOW })).details.snapshot !== 'building');
}

async function timedAll(transport: OutcomeTransport, queries: readonly Float32Array[]): Promise<number[]> {
  const times: number[] = [];
  for (const query of queries) {
    times.push(await timed(transport, query));
    await pause(PAUSE_MS);
  }
  return times;
}

/** Milliseconds of one search for ten. */
async function timed(transport: OutcomeTransport, vector: Float32Array): Promise<number> {
  const began = performance.now();
  await transport.search({ vector, limit: 10, filter: { now: NOW } });
  return performance.now() - began;
}

/** As another process that builds would, so that this one does not. */
function holdLease(path: string): { release(): void; close(): void } {
  const db = new Database(path);
  const set = db.prepare('UPDATE collection SET lease_owner = ?, lease_until = ?');
  set.run('benchmark', 2 * NOW);
  return { release: () => set.run(null, 0), close: () => db.close() };
}
