import { OutcomeRouter, type OutcomeRouterOptions } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { type Authenticate, type Principal, trustLoopback } from '@qis/rest/gateway';
import { createMcpEndpoint } from '../src/http/mcp-endpoint.ts';
import { listen } from './http-server.ts';
import { LetterEmbedder } from './letter-embedder.ts';

const COLLECTION = 'qis_outcome_packets';

export interface EndpointFixture {
  /** Of the endpoint, at a port of this machine. */
  readonly url: string;
  readonly router: OutcomeRouter;
  /** A second collection, by the name `team`. */
  readonly team: OutcomeRouter;
  /** What the log would hear. */
  readonly errors: readonly unknown[];
  /** Packets in both collections. */
  packets(): Promise<number>;
}

/** The endpoint over memory, behind a socket. */
export async function endpointFixture(
  authenticate: Authenticate = trustLoopback,
  options: Partial<OutcomeRouterOptions> = {},
): Promise<EndpointFixture> {
  const make = (): OutcomeRouter =>
    new OutcomeRouter({ transport: new MemoryTransport(), embedder: new LetterEmbedder(), ...options });
  const routers = new Map([
    [COLLECTION, make()],
    ['team', make()],
  ]);
  const [router, team] = [...routers.values()] as [OutcomeRouter, OutcomeRouter];
  const errors: unknown[] = [];
  const endpoint = createMcpEndpoint({
    routerOf: (name) => routers.get(name),
    collection: COLLECTION,
    ttl: 60,
    authenticate,
    digits: () => 'abc123',
    onError: (error) => errors.push(error),
  });
  return {
    url: `${await listen(endpoint)}/mcp`,
    router,
    team,
    errors,
    packets: async () => (await router.stats()).packets + (await team.stats()).packets,
  };
}

/** Knows these principals by their names, which are their tokens. */
export function knowing(principals: Readonly<Record<string, Principal>>): Authenticate {
  return (request) => {
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    return principals[token] ?? { status: 401, reason: 'Send a token that is known here.' };
  };
}

export const as = (name: string): Record<string, string> => ({ authorization: `Bearer ${name}` });
