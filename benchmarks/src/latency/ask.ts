import type { OutcomeRecord } from '@qis/core';
import { ExactSearch, requireNative } from '../sqlite/exact.ts';
import { shuffled } from '../statistics.ts';
import { filterBy, placesWith, TAGS } from './filters.ts';
import type { Packets } from './packets.ts';
import type { Plan } from './plan.ts';
import type { Store } from './stores/store.ts';
import { timed } from './stores/store.ts';

/** What the queries of one store gave, at one size and under one filter. */
export interface Asked {
  readonly store: string;
  readonly filter: string;
  readonly packets: number;
  /** Milliseconds of one search for ten, by round. */
  readonly rounds: readonly (readonly number[])[];
  /** Recall@10 against exact search, 0 to 1, of each query that was judged. */
  readonly recalls: readonly number[];
  /** What answers, where the store tells: `exact`, `hnsw`. */
  readonly index?: string;
}

const LIMIT = 10;
/** What scores as the exact tenth, but for rounding, counts: which of equals are found is open. */
const TIE = 1e-6;
/** Queries that are not counted, as many as fit into the milliseconds. */
const WARM_UP = { atLeast: 5, atMost: 100, ms: 150 };
/** Of these the cost of a query is guessed. */
const PILOT = 3;

/** The same queries to all stores in turn, round by round, in random order. */
export async function askAll(
  stores: readonly Store[],
  packets: number,
  source: Packets,
  plan: Plan,
  signal: AbortSignal,
  each: (filter: string) => void,
): Promise<readonly Asked[]> {
  const { queries, now } = source;
  const asked: Asked[] = [];
  for (const [name, tag] of Object.entries(TAGS)) {
    each(name);
    const filter = filterBy(tag, now);
    const judge = await judgeOf(
      source.vectors.slice(0, packets),
      placesWith(tag, packets),
      queries,
      plan,
      signal,
    );
    const runs = new Map<Store, Run>();
    for (const store of stores) {
      signal.throwIfAborted();
      const search = (at: number) =>
        store.transport.search({
          vector: queries[at % queries.length] as Float32Array,
          limit: LIMIT,
          filter,
        });
      runs.set(store, { search, perRound: await queriesPerRound(search, plan), times: [], recalls: [] });
    }
    for (let round = 0; round < plan.rounds; round++) {
      for (const store of shuffled(stores)) {
        const run = runs.get(store) as Run;
        run.times.push([]);
        for (let at = round * run.perRound; at < (round + 1) * run.perRound; at++) {
          signal.throwIfAborted();
          await askOnce(run, at, (hits) =>
            judge(
              at,
              hits.map((id) => source.placeOf(id)),
            ),
          );
        }
      }
    }
    for (const [store, { times, recalls }] of runs) {
      const { index } = (await store.transport.stats({ now })).details;
      asked.push({
        store: store.name,
        filter: name,
        packets,
        rounds: times,
        recalls,
        ...(typeof index === 'string' && { index }),
      });
    }
  }
  return asked;
}

interface Run {
  readonly search: (at: number) => Promise<{ readonly hits: readonly OutcomeRecord[] }>;
  readonly perRound: number;
  readonly times: number[][];
  readonly recalls: number[];
}

/** Share of the exact ten among the places that were found for a query; undefined where the query is not judged. */
type Judge = (query: number, found: readonly (number | undefined)[]) => number | undefined;

async function askOnce(
  { search, times, recalls }: Run,
  at: number,
  judge: (ids: readonly string[]) => number | undefined,
): Promise<void> {
  const began = performance.now();
  const { hits } = await search(at);
  times.at(-1)?.push(performance.now() - began);
  const recall = judge(hits.map(({ id }) => id));
  if (recall !== undefined) recalls.push(recall);
}

async function queriesPerRound(search: Run['search'], { queries, rounds }: Plan): Promise<number> {
  const warmUntil = performance.now() + WARM_UP.ms;
  for (let at = 0; at < WARM_UP.atMost && (at < WARM_UP.atLeast || performance.now() < warmUntil); at++)
    await search(at);
  let ms = 0;
  for (let at = 0; at < PILOT; at++) ms += (await timed(() => search(at))) / PILOT;
  const wanted = Math.min(queries.atMost, Math.max(queries.atLeast, queries.ms / ms));
  return Math.ceil(wanted / rounds);
}

/** Knows the exact ten of each query that is judged, of the places that pass. */
async function judgeOf(
  vectors: readonly Float32Array[],
  places: readonly number[],
  queries: readonly Float32Array[],
  { judged }: Plan,
  signal: AbortSignal,
): Promise<Judge> {
  const exact = new ExactSearch(await requireNative(), vectors, places);
  const tens: { readonly count: number; readonly last: number }[] = [];
  for (const query of queries.slice(0, judged)) {
    const scores = exact.topTen(query).map((place) => exact.score(place, query));
    tens.push({ count: scores.length, last: Math.min(...scores) });
    await new Promise((resolve) => setImmediate(resolve)); // a signal is heard between turns
    signal.throwIfAborted();
  }
  return (at, found) => {
    const ten = tens[at];
    if (!ten) return undefined;
    const query = queries[at] as Float32Array;
    const near = found.filter((place) => place !== undefined && exact.score(place, query) >= ten.last - TIE);
    return near.length / ten.count;
  };
}
