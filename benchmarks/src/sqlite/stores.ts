import { copyFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fingerprint, OutcomeRecord, OutcomeTransport } from '@qis/core';
import { SqliteTransport } from '@qis/sqlite';
import { NOW } from '../crossover/real-text.ts';

const WRITTEN_AT_ONCE = 100;

/** Opens a store, new or not. */
export async function openStore(path: string, fingerprint?: Fingerprint): Promise<SqliteTransport> {
  const transport = new SqliteTransport({ path });
  await transport.open(fingerprint ? { fingerprint } : {});
  return transport;
}

export async function writeAll(
  transport: OutcomeTransport,
  records: readonly OutcomeRecord[],
  afterEach: () => void = () => {},
): Promise<void> {
  for (let at = 0; at < records.length; at += WRITTEN_AT_ONCE) {
    await transport.write(records.slice(at, at + WRITTEN_AT_ONCE));
    afterEach();
  }
}

/** Asks until the index file is built and mapped. */
export async function buildIndex(path: string, query: Float32Array): Promise<void> {
  const transport = await openStore(path);
  try {
    while (!(await snapshotStands(transport))) {
      await transport.search({ vector: query, limit: 1, filter: { now: NOW } });
      await pause(100);
    }
  } finally {
    await transport.close();
  }
}

/** Of all packets, so many at most are not in an index file that is not due yet: they are searched exactly. */
const CHANGED_SHARE = 1 / 16;

/**
 * Whether the index file of all packets is built and mapped. Until a large one is mapped, which takes seconds, searches go
 * on with the one before, and exactly through all that came since.
 */
export async function snapshotStands(transport: OutcomeTransport): Promise<boolean> {
  const { packets, details } = await transport.stats({ now: NOW });
  const mapped = Number(details.pending) <= CHANGED_SHARE * packets;
  return mapped && details.index === 'hnsw' && details.snapshot === 'idle';
}

/** The index files beside a store. */
export function indexFiles(path: string): readonly string[] {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((file) => file.startsWith(`${basename(path)}-index-`))
    .map((file) => join(folder, file));
}

/** The store of all packets, written once for all parts. */
export class Stores {
  readonly records: readonly OutcomeRecord[];
  readonly fingerprint: Fingerprint;
  readonly #folder: string;
  #written: Promise<string> | undefined;
  #indexed: Promise<string> | undefined;
  #walBytes = 0;

  constructor(folder: string, records: readonly OutcomeRecord[], fingerprint: Fingerprint) {
    this.#folder = folder;
    this.records = records;
    this.fingerprint = fingerprint;
  }

  /** The largest that the write-ahead log was while all packets were written, in bytes. */
  get walBytes(): number {
    return this.#walBytes;
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  /** A store of the first so many packets, without an index file. */
  async write(name: string, count: number): Promise<string> {
    const path = this.path(name);
    const transport = await openStore(path, this.fingerprint);
    await writeAll(transport, this.records.slice(0, count), () => {
      this.#walBytes = Math.max(this.#walBytes, statSync(`${path}-wal`).size);
    });
    await transport.close();
    return path;
  }

  /** All packets, without an index file. Not to be searched for longer than a build takes to begin. */
  unindexed(): Promise<string> {
    this.#written ??= this.write('unindexed.db', this.records.length);
    return this.#written;
  }

  /** All packets, with an index file that `build` makes, the first time. */
  indexed(build: (path: string) => Promise<void>): Promise<string> {
    this.#indexed ??= this.unindexed().then(async (unindexed) => {
      const path = this.path('indexed.db');
      copyFileSync(unindexed, path);
      await build(path);
      return path;
    });
    return this.#indexed;
  }
}
