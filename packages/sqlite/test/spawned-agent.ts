import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { AgentSettings, Failure, Reply, Request, Tasks, Verb } from './agent.ts';

const PROGRAM = fileURLToPath(new URL('agent.ts', import.meta.url));
/** What Node makes of the sources, kept from one process to the next: a start costs a third. */
const COMPILE_CACHE = join(tmpdir(), 'qis-compile-cache');

/** How Node is started. */
interface Start {
  readonly execPath: string;
  readonly execArgv: string[];
}
const NODE: Start = { execPath: process.execPath, execArgv: ['--conditions=@qis/source'] };

function limitedNode(fileBytes: number): Start {
  const script = `ulimit -S -f ${Math.ceil(fileBytes / 512)}; exec "$0" "$@"`;
  return { execPath: '/bin/sh', execArgv: ['-c', script, NODE.execPath, ...NODE.execArgv] };
}

/** What an agent answered instead of a result. */
class AgentFailure extends Error {
  readonly failure: Failure;

  constructor(verb: Verb, failure: Failure) {
    super(`${verb} failed: ${failure.code}: ${failure.message} (${failure.cause})`);
    this.failure = failure;
  }
}

/** Why a call failed that must fail. */
export async function failureOf(asked: Promise<unknown>): Promise<Failure> {
  const error: unknown = await asked.then(
    () => new Error('It was to fail.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AgentFailure) return error.failure;
  throw error;
}

/** What a call comes to when its process ends before it has answered. */
export class AgentGone extends Error {}

interface Waiting {
  readonly verb: Verb;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A process of its own that does what it is asked. Killed when the test is over. */
export class SpawnedAgent {
  /** Its exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | string | null>;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #stderr = '';
  #gone: AgentGone | undefined;
  #n = 0;

  /** @param fileBytes no file of its may grow beyond this, as on a disk that is full. */
  constructor(settings: AgentSettings, fileBytes?: number) {
    this.#process = fork(PROGRAM, [JSON.stringify(settings)], {
      ...(fileBytes === undefined ? NODE : limitedNode(fileBytes)),
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
      silent: true,
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.#stderr += chunk));
    this.#process.on('message', (reply: Reply) => this.#settle(reply));
    this.exited = this.#end();
    onTestFinished(() => this.kill());
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** What it has said beside its answers. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Rejects with {@link AgentFailure} or {@link AgentGone}. */
  ask<V extends Verb>(verb: V, ask: Tasks[V]['ask']): Promise<Tasks[V]['answer']> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#gone) return reject(this.#gone);
      const n = ++this.#n;
      this.#waiting.set(n, { verb, resolve, reject });
      const request: Request = { n, verb, ask };
      this.#process.send(request, () => {}); // where it is gone, `close` says so
    }) as Promise<Tasks[V]['answer']>;
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** As `kill -9` does; resolves when it is gone and all that it had said has been read. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.exited;
  }

  /** Ends it as a program ends: nothing left undone, and not a word on stderr. */
  async close(): Promise<void> {
    await this.ask('close', null);
    const code = await this.exited;
    if (code !== 0 || this.#stderr !== '') throw new Error(`It ended with ${code}: ${this.#stderr}`);
  }

  async #end(): Promise<number | string | null> {
    // It may have answered more than was read when it ended: the channel says when that is all.
    const [[code, signal]] = await Promise.all([
      once(this.#process, 'close') as Promise<[number | null, string | null]>,
      once(this.#process, 'disconnect'),
    ]);
    this.#gone = new AgentGone(`It ended (${code ?? signal}) without an answer. ${this.#stderr}`);
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    return code ?? signal;
  }

  #settle({ n, answer, failure }: Reply): void {
    const waiting = this.#waiting.get(n);
    this.#waiting.delete(n);
    if (failure) waiting?.reject(new AgentFailure(waiting.verb, failure));
    else waiting?.resolve(answer);
  }
}
