import type { OutcomeRecord } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import type { RealText } from './real-text.ts';
import { recallAtTen, topTenScores, untilGraphStands } from './recall.ts';

/** Milliseconds of one search for ten. */
interface Latency {
  readonly samples: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export interface SizeFigures {
  readonly packets: number;
  readonly exact: Latency;
  readonly hnsw: Latency;
  /** Exact search without the native module. */
  readonly plain: Latency;
  /** Recall@10 through the graph, 0 to 1. */
  readonly recall: number;
  /** Seconds from the first write until every packet is in the graph, all smaller sizes included. */
  readonly build_s: number;
}

export interface DefaultFigures {
  readonly packets: number;
  readonly recall: number;
  readonly search: Latency;
  /** Seconds that the writes took: all are searchable from then on. */
  readonly written_s: number;
  /** Seconds until every packet was in the graph. */
  readonly build_s: number;
}

const WRITTEN_AT_ONCE = 100;
const PLAIN_SAMPLES = 100;

/** Exact search, the graph and plain JavaScript over the same packets, at growing sizes; their searches take turns. */
export async function measureSizes(
  { records, queries }: RealText,
  sizes: readonly number[],
  report: (figures: SizeFigures) => void,
): Promise<void> {
  const exact = await open(new MemoryTransport({ hnswFrom: Number.POSITIVE_INFINITY }));
  const hnsw = await open(new MemoryTransport({ hnswFrom: 1 }));
  const plain = await open(new MemoryTransport({ importNative: notInstalled }));
  let size = 0;
  let buildMs = 0;
  for (const next of sizes) {
    const added = records.slice(size, next);
    await exact.write(added);
    await plain.write(added);
    const began = performance.now();
    await writeAll(hnsw, added);
    await untilGraphStands(hnsw);
    buildMs += performance.now() - began;
    size = next;

    const times = { exact: [] as number[], hnsw: [] as number[], plain: [] as number[] };
    let recall = 0;
    for (const [at, vector] of queries.entries()) {
      const wanted = await timed(times.exact, () => topTenScores(exact, vector));
      const found = await timed(times.hnsw, () => topTenScores(hnsw, vector));
      if (at < PLAIN_SAMPLES) await timed(times.plain, () => topTenScores(plain, vector));
      recall += recallAtTen(found, wanted) / queries.length;
    }
    report({
      packets: size,
      exact: latency(times.exact),
      hnsw: latency(times.hnsw),
      plain: latency(times.plain),
      recall,
      build_s: buildMs / 1_000,
    });
  }
}

/** Everything written to a transport that was told nothing. */
export async function measureDefaults({ records, queries }: RealText): Promise<DefaultFigures> {
  const exact = await open(new MemoryTransport({ hnswFrom: Number.POSITIVE_INFINITY }));
  await exact.write(records);
  const transport = await open(new MemoryTransport());
  const began = performance.now();
  await writeAll(transport, records);
  const written = performance.now();
  await untilGraphStands(transport);
  const built = performance.now();
  const times: number[] = [];
  let recall = 0;
  for (const vector of queries) {
    const found = await timed(times, () => topTenScores(transport, vector));
    recall += recallAtTen(found, await topTenScores(exact, vector)) / queries.length;
  }
  return {
    packets: records.length,
    recall,
    search: latency(times),
    written_s: (written - began) / 1_000,
    build_s: (built - began) / 1_000,
  };
}

/** The number of packets from which the graph answers sooner: where the lines between measured sizes cross. */
export function crossover(sizes: readonly SizeFigures[]): number | undefined {
  const ahead = sizes.findIndex((_, at) => sizes.slice(at).every(({ exact, hnsw }) => hnsw.p50 < exact.p50));
  const above = sizes[ahead];
  const below = sizes[ahead - 1];
  if (!above || !below) return above?.packets;
  const lag = below.hnsw.p50 - below.exact.p50;
  const lead = above.exact.p50 - above.hnsw.p50;
  return Math.round(below.packets + ((above.packets - below.packets) * lag) / (lag + lead));
}

async function open(transport: MemoryTransport): Promise<MemoryTransport> {
  await transport.open({});
  return transport;
}

async function writeAll(transport: MemoryTransport, records: readonly OutcomeRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += WRITTEN_AT_ONCE) {
    await transport.write(records.slice(at, at + WRITTEN_AT_ONCE));
  }
}

async function timed<T>(times: number[], run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await run();
  times.push(performance.now() - began);
  return result;
}

function latency(times: readonly number[]): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return { samples: sorted.length, p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9) };
}

function notInstalled(): Promise<never> {
  return Promise.reject(
    Object.assign(new Error("Cannot find package 'usearch'"), { code: 'ERR_MODULE_NOT_FOUND' }),
  );
}
