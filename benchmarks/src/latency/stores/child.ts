import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A program in a process of its own, which says one line when it is ready and lives until its stdin ends. */
export class Child {
  readonly pid: number;
  /** What it said. */
  readonly line: string;
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;

  private constructor(process: ChildProcessByStdio<Writable, Readable, null>, line: string) {
    this.#process = process;
    this.pid = process.pid as number;
    this.line = line;
  }

  /** @throws Error where it ends before it is ready: the signal ends it, too. */
  static async start(program: URL, args: readonly string[], signal?: AbortSignal): Promise<Child> {
    const path = fileURLToPath(program);
    const child = spawn(process.execPath, ['--conditions=@qis/source', path, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true, // Ctrl-C reaches this process alone, which then ends the others
      ...(signal && { signal }),
    });
    child.on('error', () => {}); // ended by the signal: told below
    for await (const line of createInterface({ input: child.stdout })) return new Child(child, line);
    throw new Error(`${basename(path)} ended before it was ready.`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.stdin.end();
    await ended;
  }
}
