import { createPacket, type Gate, type OutcomePacketInput, OutcomeRouter, packetId } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { createGateway, type GatewayOptions } from '../src/gateway/index.ts';
import { membersOf } from '../src/wire/record-json.ts';
import { TrigramEmbedder } from './trigram-embedder.ts';

/** The gateway's clock, seconds since the epoch. */
export const NOW = 1_763_900_000;

export const outcome: OutcomePacketInput = {
  problem_description: 'payment webhook arrives twice',
  outcome_type: 'resolved',
  confidence: 0.9,
  delta_summary: 'stored the event id, unique',
};

/** The id of {@link outcome} with these fields. */
export function idOf(fields: Partial<OutcomePacketInput> = {}): string {
  return packetId(createPacket({ ...outcome, ...fields }, NOW));
}

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface GatewayFixture {
  readonly router: OutcomeRouter;
  readonly gateway: (request: Request) => Promise<Response>;
  /** Sends a body as JSON, or as it is where it is a text. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Asked>;
}

/** A gateway over a memory of its own. */
export function gatewayFixture(options: GatewayOptions & { readonly gate?: Gate } = {}): GatewayFixture {
  const { gate, ...rest } = options;
  const router = new OutcomeRouter({
    transport: new MemoryTransport(),
    embedder: new TrigramEmbedder(),
    now: () => NOW,
    ...(gate && { gate }),
  });
  const gateway = createGateway(router, rest);
  return {
    router,
    gateway,
    ask: async (method, path, body, headers = {}) => {
      const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const request = new Request(`http://localhost${path}`, {
        method,
        headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(text !== undefined && { body: text }),
      });
      const response = await gateway(request);
      const answer = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        json: membersOf(answer === '' ? undefined : JSON.parse(answer)),
      };
    },
  };
}
