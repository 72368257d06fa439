import { OutcomeRouter, type OutcomeRouterOptions } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { type Authenticate, trustLoopback } from '@qis/rest/gateway';
import { createHandler } from '../src/http/create-handler.ts';
import { createHttpLog } from '../src/http/http-log.ts';
import type { LogLevel } from '../src/log.ts';
import { LetterEmbedder } from './letter-embedder.ts';

export interface ObservedOptions {
  readonly level?: LogLevel;
  readonly authenticate?: Authenticate;
  readonly router?: Partial<OutcomeRouterOptions>;
}

/** What a server answers and logs, in this process. It has the collections `team` and `other`, and asks of `team`. */
export class ObservedServer {
  /** Everything that was logged. */
  logged = '';
  readonly handle: (request: Request) => Promise<Response>;
  readonly routers: ReadonlyMap<string, OutcomeRouter>;

  constructor({ level = 'info', authenticate = trustLoopback, router }: ObservedOptions = {}) {
    const routers = ['team', 'other'].map((name): [string, OutcomeRouter] => [
      name,
      new OutcomeRouter({ transport: new MemoryTransport(), embedder: new LetterEmbedder(), ...router }),
    ]);
    this.routers = new Map(routers);
    this.handle = createHandler({
      routerOf: (collection) => this.routers.get(collection),
      collection: 'team',
      ttl: 60,
      authenticate,
      digits: () => '0a1b2c',
      log: createHttpLog(level, {
        write: (line) => {
          this.logged += line;
        },
      }),
    });
  }

  /** Sends a body as JSON. */
  ask(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return this.handle(
      new Request(`http://localhost${path}`, {
        method,
        headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  }

  /** The lines of the log. */
  lines(): readonly Readonly<Record<string, unknown>>[] {
    return this.logged
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** The samples of a scrape, by name and labels as they stand there: `qis_packets{collection="team"}`. */
  async scrape(): Promise<ReadonlyMap<string, number>> {
    const text = await (await this.ask('GET', '/metrics')).text();
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      samples.map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
    );
  }
}
