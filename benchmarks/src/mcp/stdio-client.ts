import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A server of MCP, as Node runs it. */
export interface Program {
  /** What Node is called with. */
  readonly args: readonly string[];
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Request {
  readonly method: string;
  readonly params: object;
}

/** What a tool has answered. */
export interface Answer {
  /** What a model reads. */
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
}

interface Message {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (message: Message) => void;
  readonly reject: (reason: Error) => void;
}

/** The newest version that servers of both lines of the SDK speak. */
const PROTOCOL = '2025-06-18';

/** Lines of JSON-RPC and nothing else, so that the client costs the same whoever answers. */
export class StdioClient {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #closed: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #id = 0;
  #ended = false;

  /** Starts the server; an abort ends it. */
  constructor({ args, env }: Program, signal?: AbortSignal) {
    this.#child = spawn(process.execPath, [...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, ...env },
      ...(signal && { signal }),
    });
    this.#child.on('error', () => {}); // the abort; what waits is told when the process is gone
    this.#child.stdin.on('error', () => {});
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#receive(line));
    this.#closed = new Promise((resolve) =>
      this.#child.once('close', () => {
        this.#ended = true;
        for (const { reject } of this.#waiting.values())
          reject(new Error(`${args[0]} ended before it answered.`));
        resolve();
      }),
    );
  }

  /** Whether its process is gone. */
  get ended(): boolean {
    return this.#ended;
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  /** Says hello, and resolves with the version that the server speaks. */
  async initialize(): Promise<string> {
    const { protocolVersion } = await this.request({
      method: 'initialize',
      params: {
        protocolVersion: PROTOCOL,
        capabilities: {},
        clientInfo: { name: 'benchmark', version: '1' },
      },
    });
    this.#send({ method: 'notifications/initialized' });
    return String(protocolVersion);
  }

  /** @throws Error when it is answered with an error, or not at all. */
  async request({ method, params }: Request): Promise<Readonly<Record<string, unknown>>> {
    if (this.#ended) throw new Error(`${method}: the server has ended.`);
    const id = ++this.#id;
    const { result, error } = await new Promise<Message>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
    if (!result) throw new Error(`${method}: ${error?.message}`);
    return result;
  }

  /** @throws Error when the result is one. */
  async call(name: string, args: object): Promise<Answer> {
    const result = await this.request({ method: 'tools/call', params: { name, arguments: args } });
    const content = result.content as readonly { readonly text?: string }[];
    const text = content.map((block) => block.text ?? '').join('\n');
    if (result.isError) throw new Error(`${name}: ${text}`);
    return { text, structured: (result.structuredContent ?? {}) as Answer['structured'] };
  }

  /** Ends the server by ending its stdin. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }

  #send(message: object): void {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  #receive(line: string): void {
    const message = JSON.parse(line) as Message;
    const id = message.id ?? Number.NaN;
    this.#waiting.get(id)?.resolve(message);
    this.#waiting.delete(id);
  }
}

/** Milliseconds from the spawn of a server, through `initialize`, to its answer to one request. */
export async function timeToAnswer(
  program: Program,
  request: Request,
  signal?: AbortSignal,
): Promise<number> {
  const start = performance.now();
  const client = new StdioClient(program, signal);
  try {
    await client.initialize();
    const { isError } = await client.request(request);
    if (isError) throw new Error(`${program.args[0]} answered with an error.`);
    return performance.now() - start;
  } finally {
    await client.close();
  }
}
