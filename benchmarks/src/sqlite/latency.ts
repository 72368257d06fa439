import type { Filter, OutcomeTransport } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { NOW } from '../crossover/real-text.ts';
import { untilGraphStands } from '../crossover/recall.ts';
import { mean, median, type Ratio, ratioOf, shuffled, type Times, timesOf } from '../statistics.ts';
import { ExactSearch, requireNative } from './exact.ts';
import { HUNDREDTH, TENTH } from './packets.ts';
import { buildIndex, openStore, type Stores, writeAll } from './stores.ts';

interface TransportLatency {
  /** What the search went through. */
  readonly index: unknown;
  /** Milliseconds of one search for ten. */
  readonly search: Times;
  /** Recall@10 against exact search, 0 to 1. */
  readonly recall: number;
}

export interface LatencyFigures {
  readonly packets: number;
  readonly filter: string;
  readonly memory: TransportLatency;
  readonly sqlite: TransportLatency;
  /** Median of SQLite over median of memory. */
  readonly ratio: Ratio;
}

const LIMIT = 10;
const ROUNDS = 10;
const WARM_UP = 100;
/** A search that lets little through takes long. */
const FILTERED_QUERIES = 200;
/** Below this a store has no index file. */
const INDEXED_FROM = 8_192;

const FILTERS: Readonly<Record<string, Filter>> = {
  'tag of 10%': { now: NOW, domainTags: [TENTH.tag] },
  'tag of 1%': { now: NOW, domainTags: [HUNDREDTH.tag] },
  'agent of 10%': { now: NOW, agentId: TENTH.agent },
  'agent of 1%': { now: NOW, agentId: HUNDREDTH.agent },
};

/** Searches for ten, SQLite beside memory with the same vectors, once the graphs of both stand. */
export async function measureLatency(
  stores: Stores,
  queries: readonly Float32Array[],
  sizes: readonly number[],
  wholeStore: () => Promise<string>,
): Promise<LatencyFigures[]> {
  const memory = new MemoryTransport();
  await memory.open({ fingerprint: stores.fingerprint });
  const figures: LatencyFigures[] = [];
  let held = 0;
  for (const size of sizes) {
    const path = size === stores.records.length ? await wholeStore() : await stores.write(`${size}.db`, size);
    if (size >= INDEXED_FROM) await buildIndex(path, queries[0] as Float32Array);
    await writeAll(memory, stores.records.slice(held, size));
    await untilGraphStands(memory);
    held = size;
    const sqlite = await openStore(path);
    const filters = size === stores.records.length ? FILTERS : {};
    const side = { memory, sqlite };
    figures.push(await compare(side, stores, size, queries, 'none', { now: NOW }));
    for (const [name, filter] of Object.entries(filters))
      figures.push(await compare(side, stores, size, queries.slice(0, FILTERED_QUERIES), name, filter));
    await sqlite.close();
  }
  await memory.close();
  return figures;
}

async function compare(
  transports: { readonly memory: OutcomeTransport; readonly sqlite: OutcomeTransport },
  stores: Stores,
  packets: number,
  queries: readonly Float32Array[],
  name: string,
  filter: Filter,
): Promise<LatencyFigures> {
  const records = stores.records.slice(0, packets);
  const positions = records.flatMap((record, at) => (passes(filter, record.packet) ? [at] : []));
  const vectors = records.map(({ vector }) => vector as Float32Array);
  const exact = new ExactSearch(await requireNative(), vectors, positions);
  const positionOf = new Map(records.map(({ id }, at) => [id, at]));
  const names = ['memory', 'sqlite'] as const;
  const times = { memory: [] as number[][], sqlite: [] as number[][] };
  const recalls = { memory: [] as number[], sqlite: [] as number[] };

  for (const vector of queries.slice(0, WARM_UP))
    for (const transport of names) await transports[transport].search({ vector, limit: LIMIT, filter });
  const perRound = Math.ceil(queries.length / ROUNDS);
  for (let first = 0; first < queries.length; first += perRound) {
    for (const transport of names) times[transport].push([]);
    for (const vector of queries.slice(first, first + perRound)) {
      for (const transport of shuffled(names)) {
        const began = performance.now();
        const { hits } = await transports[transport].search({ vector, limit: LIMIT, filter });
        times[transport].at(-1)?.push(performance.now() - began);
        const found = hits.map(({ id }) => positionOf.get(id) as number);
        recalls[transport].push(exact.recallOf(found, vector));
      }
    }
  }
  const sideOf = async (transport: 'memory' | 'sqlite'): Promise<TransportLatency> => ({
    index: (await transports[transport].stats({ now: NOW })).details.index,
    search: timesOf(times[transport].flat()),
    recall: mean(recalls[transport]),
  });
  return {
    packets,
    filter: name,
    memory: await sideOf('memory'),
    sqlite: await sideOf('sqlite'),
    ratio: ratioOf(times.sqlite, times.memory, median),
  };
}

/** For the filters above. */
function passes(
  { domainTags, agentId }: Filter,
  packet: { readonly domain_tags: readonly string[]; readonly agent_id: string },
): boolean {
  if (agentId !== undefined) return packet.agent_id === agentId;
  return domainTags === undefined || domainTags.some((tag) => packet.domain_tags.includes(tag));
}
