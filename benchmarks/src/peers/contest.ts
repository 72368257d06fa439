import { setImmediate as turn } from 'node:timers/promises';
import type { OutcomeRecord } from '@qis/core';
import type { Measurement } from '../bench/measurement.ts';
import { race } from '../servers/race.ts';
import { mean } from '../statistics.ts';
import { type Race, single } from './figures.ts';
import type { Found, Peer, Search } from './peer.ts';
import type { Truth } from './truth.ts';

const ROUNDS = 10;
/** Before a race each contender runs alone, until its code is compiled and its files are in memory: so many calls, or so long. */
const WARM_CALLS = 500;
const WARM_MS = 250;
/** Deposits that are not counted. */
const WARM_DEPOSITS = { alone: 20, together: 3 } as const;

export interface SearchRace extends Race {
  /** Share of the ten nearest that were found, 0 to 1, by contender. */
  readonly recall: Readonly<Record<string, number>>;
}

/** A peer's searches by the names of contenders: with the filter, and without where that makes a difference. */
export function searchesOf(peers: readonly (Peer | undefined)[]): Readonly<Record<string, Search>> {
  const searches: Record<string, Search> = {};
  for (const peer of peers) {
    if (!peer) continue;
    searches[peer.name] = peer.search;
    if (peer.searchAll) searches[withoutFilter(peer.name)] = peer.searchAll;
  }
  return searches;
}

export function withoutFilter(name: string): string {
  return `${name}, no filter`;
}

/** Every query is answered by all, in random order. The first eleventh of them is not counted. */
export async function raceSearches<Result>(
  searches: Readonly<Record<string, (vector: Float32Array) => Promise<Result>>>,
  idsOf: (result: Result) => readonly string[],
  queries: readonly Float32Array[],
  truth: Truth,
  signal: AbortSignal,
): Promise<SearchRace> {
  for (const search of Object.values(searches)) await warm(search, queries, signal);
  const recalls: Record<string, number[]> = {};
  const options = { warmUp: Math.ceil(queries.length / (ROUNDS + 1)), rounds: ROUNDS };
  const times = await race(searches, queries, options, (name, query, result) => {
    signal.throwIfAborted();
    recalls[name] ??= [];
    recalls[name].push(truth.recallOf(idsOf(result), query));
  });
  const recall = Object.fromEntries(Object.entries(recalls).map(([name, all]) => [name, mean(all)]));
  return { what: 'query', packets: truth.packets, times, recall };
}

async function warm(
  search: (vector: Float32Array) => Promise<unknown>,
  queries: readonly Float32Array[],
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + WARM_MS;
  for (let call = 0; call < WARM_CALLS && performance.now() < until; call++)
    await search(queries[call % queries.length] as Float32Array);
  await turn();
  signal.throwIfAborted();
}

/** {@link raceSearches} of peers by the names of contenders. */
export function raceSearchesOf(
  searches: Readonly<Record<string, Search>>,
  queries: readonly Float32Array[],
  truth: Truth,
  signal: AbortSignal,
): Promise<SearchRace> {
  const idsOf = (found: readonly Found[]): string[] => found.map(({ id }) => id);
  return raceSearches(searches, idsOf, queries, truth, signal);
}

export function recallMeasurements({ packets, recall, times }: SearchRace): Measurement[] {
  return Object.entries(recall).map(([store, share]) => ({
    ...single('recall@10', { store, packets }, share, 'share'),
    samples: times[store]?.flat().length ?? 0,
  }));
}

/** Every call writes so many of the records into each store, in random order of the stores. The first few are not counted. */
export async function raceDeposits(
  deposits: Readonly<Record<string, (first: number, rows: number) => Promise<void>>>,
  records: number,
  rows: number,
  packets: number,
  signal: AbortSignal,
): Promise<Race> {
  const warmUp = rows === 1 ? WARM_DEPOSITS.alone : WARM_DEPOSITS.together;
  const work = Array.from({ length: Math.floor(records / rows) }, (_, call) => call * rows);
  const writers = Object.fromEntries(
    Object.entries(deposits).map(([name, deposit]) => [name, (first: number) => deposit(first, rows)]),
  );
  const times = await race(writers, work, { warmUp, rounds: ROUNDS }, () => signal.throwIfAborted());
  return { what: rows === 1 ? 'deposit' : `deposit of ${rows}`, packets, times };
}

/** {@link raceDeposits} of these records into peers. */
export function raceDepositsInto(
  peers: readonly (Peer | undefined)[],
  records: readonly OutcomeRecord[],
  rows: number,
  packets: number,
  signal: AbortSignal,
): Promise<Race> {
  const deposits = Object.fromEntries(
    peers
      .filter((peer) => peer !== undefined)
      .map(({ name, deposit }) => [
        name,
        (first: number, count: number) => deposit(records.slice(first, first + count)),
      ]),
  );
  return raceDeposits(deposits, records.length, rows, packets, signal);
}
