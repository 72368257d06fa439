import { randomUUID } from 'node:crypto';
import type { OutcomeRecord } from '@qis/core';
import { NOW } from '../crossover/real-text.ts';
import { type Times, timesOf } from '../statistics.ts';
import { LIMIT, type Side } from './side.ts';

export interface LoadFigures {
  readonly transport: string;
  /** Callers at the same time, each of which calls again when it has its answer. */
  readonly callers: number;
  /** Answers a second. */
  readonly searches: number;
  readonly deposits: number;
  /** Milliseconds. */
  readonly search: Times;
  readonly deposit: Times;
}

const CALLERS = [1, 16, 64, 256];
const SECONDS = 6;
/** An agent asks before it works and again before it chooses, then it deposits. */
const TURNS = ['search', 'search', 'deposit'] as const;

/** What our transports do for so many callers of one process: searches over what was loaded, single deposits beside them. */
export async function measureLoad(
  { open }: Side,
  records: readonly OutcomeRecord[],
  queries: readonly Float32Array[],
): Promise<readonly LoadFigures[]> {
  const figures: LoadFigures[] = [];
  for (const [name, connect] of Object.entries(open)) {
    const [searched, written] = [await connect('searched'), await connect(`load-${randomUUID()}`)];
    let next = 0;
    const calls: Record<(typeof TURNS)[number], () => Promise<unknown>> = {
      search: () => {
        const vector = queries[next++ % queries.length] as Float32Array;
        return searched.search({ vector, limit: LIMIT, filter: { now: NOW } });
      },
      deposit: () => written.write([records[next++ % records.length] as OutcomeRecord]),
    };
    for (const callers of CALLERS) {
      const { search, deposit } = await callFor(callers, calls);
      figures.push({
        transport: name,
        callers,
        searches: search.length / SECONDS,
        deposits: deposit.length / SECONDS,
        search: timesOf(search),
        deposit: timesOf(deposit),
      });
    }
  }
  return figures;
}

async function callFor(
  callers: number,
  calls: Readonly<Record<(typeof TURNS)[number], () => Promise<unknown>>>,
): Promise<Record<(typeof TURNS)[number], number[]>> {
  const times = { search: [] as number[], deposit: [] as number[] };
  const until = performance.now() + 1_000 * SECONDS;
  const caller = async (): Promise<void> => {
    for (let turn = 0; performance.now() < until; turn++) {
      const kind = TURNS[turn % TURNS.length] ?? 'search';
      const began = performance.now();
      await calls[kind]();
      times[kind].push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return times;
}
