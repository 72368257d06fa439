import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type OutcomePacket, packetId } from '@qis/core';
import { expect } from 'vitest';
import { fileFaults } from './file-faults.ts';
import { CLOCK, packetOf } from './packets.ts';
import { SpawnedAgent } from './spawned-agent.ts';
import { indexFiles, readCollection } from './store-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Soaking {
  readonly writers: number;
  readonly readers: number;
  /** Deposits of each writer. */
  readonly calls: number;
  /** Packets in a deposit. */
  readonly batch: number;
  /** By how much each deposit of any writer puts the clock forward, in seconds. */
  readonly tick: number;
  readonly hnswFrom: number;
}

/** What a store takes at a moment. */
interface Sample {
  readonly bytes: number;
  readonly walBytes: number;
  readonly records: number;
  readonly removals: number;
  readonly indexFile: string | null;
  readonly indexFiles: number;
}

export interface Soaked {
  /** Removals that are remembered at the end. */
  readonly removals: number;
  /** Index files that were seen to be in force. */
  readonly indexes: number;
  /** All samples, a line each. */
  readonly table: string;
}

/** Seconds that a packet lives. */
const TTL = 600;
/** Seconds after which it is swept. */
const KEPT = TTL + 3_600;
const SAMPLES = 60;

/** A write-ahead log is cut to 16 MB when no reader is in its way. */
const WAL_BYTES = 64_000_000;

/**
 * Deposits and asks without a pause while packets expire, and looks again and again at what the store takes: as much at
 * the end as when the first packets were swept.
 */
export async function soak(options: Soaking): Promise<Soaked> {
  const samples = await sample(options);
  const first = samples[Math.ceil(samples.length / 3)] as Sample;
  const most = (of: (sample: Sample) => number): number => Math.max(...samples.map(of));
  const kept = Math.ceil(KEPT / options.tick) * options.batch;
  expect(most(({ records }) => records)).toBeLessThan(1.1 * kept);
  expect(most(({ bytes }) => bytes)).toBeLessThan(1.5 * first.bytes);
  expect(most(({ walBytes }) => walBytes)).toBeLessThan(WAL_BYTES);
  // The one that counts, the one that is being built, and one that is about to be removed.
  expect(most((each) => each.indexFiles)).toBeLessThan(4);
  return {
    removals: samples.at(-1)?.removals ?? 0,
    indexes: new Set(samples.map(({ indexFile }) => indexFile).filter(Boolean)).size,
    table: samples.map((each) => Object.values(each).join(' ')).join('\n'),
  };
}

async function sample(options: Soaking): Promise<readonly Sample[]> {
  const { writers, readers, calls, batch, tick, hnswFrom } = options;
  const path = join(temporaryFolder(), 'outcomes.db');
  const agents = Array.from(
    { length: writers + readers },
    () => new SpawnedAgent({ path, now: CLOCK, hnswFrom }),
  );
  const asking = agents.slice(writers);
  const samples: Sample[] = [];
  let now = CLOCK;
  let number = 0;
  let done = 0;
  let newest: OutcomePacket | undefined;

  const write = async (writer: SpawnedAgent): Promise<void> => {
    for (let call = 0; call < calls; call++) {
      now += tick;
      const packets = Array.from({ length: batch }, () => ({
        ...packetOf(number++),
        timestamp: now,
        ttl: TTL,
      }));
      await writer.ask('deposit', packets);
      newest = packets[0];
      if (++done % Math.ceil((writers * calls) / SAMPLES) === 0) samples.push(sampleOf(path));
    }
  };
  const read = async (reader: SpawnedAgent): Promise<void> => {
    while (done < writers * calls) {
      const packet = newest;
      // What is live when the answer comes must be in it.
      const problem = packet?.problem_description ?? 'anything';
      const found = await reader.ask('query', { problem, topK: 1, now });
      if (packet && packet.timestamp + TTL > now) expect(found).toEqual([packetId(packet)]);
    }
  };
  await Promise.all([...agents.slice(0, writers).map(write), ...asking.map(read)]);
  expect((await (asking[0] as SpawnedAgent).ask('audit', null)).faults).toEqual([]);
  expect(await fileFaults(path)).toEqual([]);
  await Promise.all(agents.map((agent) => agent.close()));
  return samples;
}

function sampleOf(path: string): Sample {
  const { bytes, records, removals, file } = readCollection(path);
  return {
    bytes,
    walBytes: existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0,
    records,
    removals,
    indexFile: file,
    indexFiles: indexFiles(path).length,
  };
}
