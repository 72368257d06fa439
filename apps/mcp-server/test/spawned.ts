import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The program's source, as Node runs it. */
export const SOURCE: readonly string[] = [
  '--conditions=@qis/source',
  fileURLToPath(new URL('../src/qis-mcp.ts', import.meta.url)),
];

interface Message {
  readonly id?: number;
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly type: string; readonly text: string }[];
    readonly structuredContent?: Record<string, unknown>;
  } & Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qis-mcp-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server in a process of its own, spoken to line by line, with nothing in between. Killed when the test is over. */
export class SpawnedServer {
  readonly process: ChildProcessWithoutNullStreams;
  /** Every byte of its stdout. */
  stdout = '';
  stderr = '';
  /** Its exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | string | null>;
  #id = 0;

  /** `before` is a command that runs the program, such as `nice`. */
  constructor(node: readonly string[], env: NodeJS.ProcessEnv = {}, before: readonly string[] = []) {
    const [command = process.execPath, ...args] = [...before, process.execPath, ...node];
    this.process = spawn(command, args, {
      env: { PATH: process.env.PATH, XDG_DATA_HOME: temporaryFolder(), ...env },
    });
    this.process.stdout.setEncoding('utf8').on('data', (chunk: string) => (this.stdout += chunk));
    this.process.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.stderr += chunk));
    this.process.stdin.on('error', () => {}); // it may be gone before it has read everything
    this.exited = new Promise((resolve) =>
      this.process.on('close', (code, signal) => resolve(code ?? signal)),
    );
    onTestFinished(async () => {
      this.process.kill('SIGKILL');
      await this.exited;
    });
  }

  write(text: string): void {
    this.process.stdin.write(text);
  }

  /** Sends a request and returns its id. */
  request(method: string, params: object = {}): number {
    const id = ++this.#id;
    this.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return id;
  }

  /** The answer to a request; rejects when the process ends before it came. */
  async answer(id: number): Promise<Message> {
    const found = () => this.messages().find((message) => message.id === id);
    while (!found()) {
      const next = new Promise<'data'>((resolve) => this.process.stdout.once('data', () => resolve('data')));
      const first = await Promise.race([next, this.exited]);
      if (first !== 'data' && !found())
        throw new Error(`It ended (${first}) without an answer: ${this.stderr}`);
    }
    return found() as Message;
  }

  ask(method: string, params: object = {}): Promise<Message> {
    return this.answer(this.request(method, params));
  }

  call(name: string, args: object): Promise<Message> {
    return this.ask('tools/call', { name, arguments: args });
  }

  async initialize(name = 'Spawn Test'): Promise<Message> {
    const clientInfo = { name, version: '1' };
    const answer = await this.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo,
    });
    this.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    return answer;
  }

  /** What it has said: each complete line of its stdout must be a message of JSON-RPC 2.0. */
  messages(): readonly Message[] {
    const lines = this.stdout.split('\n').slice(0, -1);
    return lines.map((line) => {
      const message = JSON.parse(line) as { jsonrpc?: unknown };
      if (message.jsonrpc !== '2.0') throw new Error(`Not a message of JSON-RPC: ${line}`);
      return message as Message;
    });
  }
}

/** How long a promise takes, in milliseconds. */
export async function timed(promise: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await promise;
  return performance.now() - start;
}
