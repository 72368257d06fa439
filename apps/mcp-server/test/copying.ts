import {
  type Fingerprint,
  ManagedEmbedder,
  ManagedTransport,
  type OutcomeRecord,
  type OutcomeTransport,
} from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { type CopyOptions, type CopyResult, copyPackets } from '../src/copy/copy-packets.ts';
import type { Refused, Source } from '../src/copy/ends.ts';
import { JsonlSource } from '../src/copy/jsonl-source.ts';
import { StoreSource } from '../src/copy/store-source.ts';
import { StoreTarget } from '../src/copy/store-target.ts';
import { createSecretGate } from '../src/secret-gate/create-secret-gate.ts';
import { LetterEmbedder } from './letter-embedder.ts';
import { NOW } from './records.ts';

const everything = { now: NOW, includeExpired: true };
/** A store in memory that can be looked into without opening it. */
export async function storeWith(
  filling: readonly OutcomeRecord[],
  fingerprint?: Fingerprint,
  store: MemoryTransport = new MemoryTransport(),
): Promise<MemoryTransport> {
  await store.open(fingerprint ? { fingerprint } : {});
  await store.write(filling);
  return store;
}

export function storeSource(store: OutcomeTransport): Source {
  return new StoreSource(new ManagedTransport(store, { retries: 0 }), NOW);
}

export function lineSource(text: string): Source {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  return new JsonlSource(bytes(), () => NOW);
}

export async function contentOf(store: OutcomeTransport): Promise<readonly OutcomeRecord[]> {
  const { records: found } = await store.scan({ filter: everything, limit: 10_000, withVectors: true });
  return [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export interface Copied extends CopyResult {
  /** As `packet 0000… CODE`. */
  readonly refusals: readonly string[];
}

export async function copy(
  source: Source,
  target: OutcomeTransport,
  options: Partial<CopyOptions> = {},
): Promise<Copied> {
  const refusals: string[] = [];
  const end = new StoreTarget(target, { now: NOW, deadlineMs: 1_000, random: Math.random });
  const result = await copyPackets({
    source,
    target: end,
    embedder: new ManagedEmbedder(new LetterEmbedder()),
    gate: createSecretGate(),
    embedAnew: false,
    began: NOW,
    now: () => NOW,
    onRefused: ({ at, error }: Refused) => refusals.push(`${at} ${error.code}`),
    onProgress: () => {},
    ...options,
  });
  return { ...result, refusals };
}
