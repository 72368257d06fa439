import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./reader-process.ts', import.meta.url));

export interface ReaderReport {
  readonly open_ms: number;
  /** Milliseconds from `open` to the first answer. */
  readonly first_answer_ms: number;
  /** Milliseconds from the spawn of the process to the first answer. */
  readonly spawn_to_answer_ms: number;
  readonly index: unknown;
  /** Of the first answer, the nearest first. */
  readonly ids: readonly string[];
}

/** A process of its own with an open store that has answered its queries. */
export class Reader {
  readonly pid: number;
  readonly report: ReaderReport;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>, report: ReaderReport) {
    this.#child = child;
    this.pid = child.pid as number;
    this.report = report;
  }

  /** Asks `count` of the queries in the file, from number `first` on. */
  static async start(store: string, queries: string, first: number, count: number): Promise<Reader> {
    const spawned = performance.timeOrigin + performance.now();
    const args = ['--conditions=@qis/source', PROGRAM, store, queries, String(first), String(count)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) {
      const { answered_at, ...rest } = JSON.parse(line) as ReaderReport & { readonly answered_at: number };
      return new Reader(child, { ...rest, spawn_to_answer_ms: answered_at - spawned });
    }
    throw new Error(`A reader of ${store} ended before it answered.`);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await closed;
  }
}

/** Writes vectors where readers find them. */
export function writeQueries(file: string, queries: readonly Float32Array[]): void {
  writeFileSync(file, Buffer.concat(queries.map((vector) => new Uint8Array(vector.slice().buffer))));
}
