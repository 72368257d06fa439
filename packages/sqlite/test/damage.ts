import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ManagedTransport, OutcomeError, type OutcomePacket, packetId } from '@qis/core';
import { examineStore } from '../src/examine/examine-store.ts';
import { SqliteTransport } from '../src/sqlite-transport.ts';
import { fileFaults } from './file-faults.ts';
import { HashEmbedder } from './hash-embedder.ts';
import { CLOCK, packetOf } from './packets.ts';
import { between, some } from './random.ts';
import { SpawnedAgent } from './spawned-agent.ts';
import { temporaryFolder } from './temporary-folder.ts';

type State = ReadonlyMap<string, OutcomePacket>;

/** What a killed process left, and what its store held after each of its commits. */
export interface Wreck {
  readonly folder: string;
  readonly states: readonly State[];
}

/** What became of a damaged copy: how many commits it holds, or the code of an error. */
export type Outcome = { readonly commits: number } | { readonly code: string };

const NAME = 'outcomes.db';

/**
 * Commits one after the other and is killed, so that nobody copies its write-ahead log into the file.
 * @param until whether it is to be killed now, after so many commits; told whether the last one wrote to the file.
 */
export async function wreck(
  random: () => number,
  until: (commits: number, checkpoint: boolean) => boolean,
): Promise<Wreck> {
  const folder = temporaryFolder();
  const path = join(folder, NAME);
  const agent = new SpawnedAgent({ path, now: CLOCK, hnswFrom: Number.MAX_SAFE_INTEGER });
  await agent.ask('details', null);
  const states: State[] = [new Map()];
  let written = statSync(path).mtimeMs;
  let next = 0;
  for (let version = 1; ; version++) {
    const state = new Map(states.at(-1));
    const there = [...state.values()].map(({ problem_description }) => Number(problem_description.slice(8)));
    if (random() < 0.2 && there.length > 0) {
      const ids = some(random, there, between(random, 1, 5)).map((number) => packetId(packetOf(number)));
      await agent.ask('remove', ids);
      for (const id of ids) state.delete(id);
    } else {
      const fresh = Array.from({ length: between(random, 1, 8) }, () => next++);
      const packets = [...some(random, there, between(random, 0, 3)), ...fresh].map((number) =>
        packetOf(number, version),
      );
      await agent.ask('deposit', packets);
      for (const packet of packets) state.set(packetId(packet), packet);
    }
    states.push(state);
    const { mtimeMs } = statSync(path);
    if (until(version, mtimeMs !== written)) break;
    written = mtimeMs;
  }
  await agent.kill();
  return { folder, states };
}

/** Cuts the log at some byte, or flips a bit of it. */
export function spoil(random: () => number, wal: Buffer): Buffer {
  const at = between(random, 0, wal.length - 1);
  if (random() < 0.5) return wal.subarray(0, at);
  wal.writeUInt8(wal.readUInt8(at) ^ (1 << between(random, 0, 7)), at);
  return wal;
}

/**
 * Opens a copy whose write-ahead log has been changed, and reads all of it.
 * @throws Error where it holds anything that it never held, or something is wrong with it that no call tells.
 */
export async function openDamaged(
  { folder, states }: Wreck,
  change: (wal: Buffer) => Buffer,
): Promise<Outcome> {
  const copy = temporaryFolder();
  const path = join(copy, NAME);
  for (const file of readdirSync(folder)) copyFileSync(join(folder, file), join(copy, file));
  writeFileSync(`${path}-wal`, change(readFileSync(`${path}-wal`)));
  const { fingerprint } = new HashEmbedder();
  const transport = new ManagedTransport(new SqliteTransport({ path }), {
    fingerprint: async () => fingerprint,
  });
  try {
    const { records, unreadable } = await transport.scan({ filter: { now: CLOCK }, limit: 100_000 });
    if (unreadable > 0) throw new OutcomeError('STORE_DAMAGED', `${unreadable} records cannot be read.`);
    const stored = new Map(records.map(({ id, packet }) => [id, packet]));
    const commits = states.findLastIndex((state) => isDeepStrictEqual(state, stored));
    const faults = await fileFaults(path);
    if (commits === -1) faults.push('it is no state that there ever was');
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return { commits };
  } catch (error) {
    if (!OutcomeError.isInstance(error)) throw error;
    const findings = await examineStore({ path, now: CLOCK });
    if (!findings.some(({ severity }) => severity === 'wrong'))
      throw new Error('the examination finds it sound');
    return { code: error.code };
  } finally {
    await transport.close();
    rmSync(copy, { recursive: true });
  }
}
