import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { classify } from '../classify.ts';
import type { Snapshot } from '../log/collection-row.ts';
import type { CollectionTable } from '../log/collection-table.ts';
import { patiently } from '../patiently.ts';
import type { SnapshotTask } from './build-snapshot.ts';

/** How long the right to build lasts without being renewed, in milliseconds: so long a killed builder holds up the next. */
const LEASE_MS = 30_000;
const RENEW_MS = 5_000;
/** How long to wait before asking again for a right that another has, or after a failure, in milliseconds. */
const ASK_AGAIN_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** Builds the next snapshot in a worker thread, in one process at a time. */
export class SnapshotBuilder {
  readonly #path: string;
  readonly #collection: CollectionTable;
  readonly #dimensions: number;
  readonly #owner = randomUUID();
  #worker: Worker | undefined;
  #running: Promise<void> | undefined;
  #notBefore = 0;
  #failure: string | undefined;
  /** How long to wait after the next failure: longer each time, for a build that fails costs as much as one that does not. */
  #pauseMs = ASK_AGAIN_MS;

  constructor(path: string, collection: CollectionTable, dimensions: number) {
    this.#path = path;
    this.#collection = collection;
    this.#dimensions = dimensions;
  }

  /** `building`, why the last build failed, or `idle`: for people. */
  get status(): string {
    return this.#running ? 'building' : (this.#failure ?? 'idle');
  }

  /** Begins to build unless somebody does already. Never throws: a search does not fail because an index file does. */
  start(): void {
    if (this.#running || Date.now() < this.#notBefore) return;
    this.#running = this.#run()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Gives up what is under way. */
  async stop(): Promise<void> {
    await this.#worker?.terminate();
    await this.#running;
  }

  async #run(): Promise<void> {
    if (!this.#lease()) {
      this.#notBefore = Date.now() + ASK_AGAIN_MS;
      return;
    }
    const renewing = setInterval(() => this.#renew(), RENEW_MS).unref();
    try {
      const { snapshot: previous, generation } = this.#collection.state();
      this.#removeFiles(previous);
      const file = `${this.#prefix()}${randomUUID().slice(0, 8)}`;
      const snapshot = await this.#build({
        path: this.#path,
        collection: this.#collection.id,
        dimensions: this.#dimensions,
        previous,
        file,
      });
      if (!snapshot) return;
      const published = await patiently(() => this.#collection.publish(snapshot, this.#owner, generation));
      if (published) this.#removeFiles(snapshot);
      else rmSync(join(dirname(this.#path), file), { force: true });
      this.#failure = undefined;
      this.#pauseMs = ASK_AGAIN_MS;
    } finally {
      clearInterval(renewing);
      await patiently(() => this.#collection.release(this.#owner));
    }
  }

  /** Where it fails the lease runs out, and what was built is not published. */
  #renew(): void {
    try {
      this.#lease();
    } catch (error) {
      this.#fail(error);
    }
  }

  #build(task: SnapshotTask): Promise<Snapshot | undefined> {
    const entry = createRequire(import.meta.url).resolve('@qis/sqlite/snapshot-worker');
    const worker = new Worker(entry, { workerData: task });
    worker.unref();
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => resolve(undefined)); // stopped; a result has come before
    });
  }

  #lease(): boolean {
    const now = Date.now();
    try {
      return this.#collection.lease(this.#owner, now / 1_000, (now + LEASE_MS) / 1_000);
    } catch (error) {
      if (classify(error).contended) return false; // asked again soon
      throw error;
    }
  }

  /** Said once; queries stay exact meanwhile. */
  #fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'unknown';
    if (this.#failure === undefined) {
      process.emitWarning(
        'The index file of the store could not be built: searches stay exact, and take longer.',
        {
          code: 'QIS_SNAPSHOT_FAILED',
          detail: reason,
        },
      );
    }
    this.#failure = 'failed';
    this.#notBefore = Date.now() + this.#pauseMs;
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  /** Index files of this collection other than the one that counts: superseded, or left by a process that was killed. */
  #removeFiles(keep: Snapshot | undefined): void {
    const folder = dirname(this.#path);
    for (const file of readdirSync(folder)) {
      if (!file.startsWith(this.#prefix()) || file === keep?.file) continue;
      try {
        rmSync(join(folder, file), { force: true });
      } catch {
        // Windows keeps files that a process has mapped; the next build tries again.
      }
    }
  }

  #prefix(): string {
    return `${basename(this.#path)}-index-${this.#collection.id}-`;
  }
}
