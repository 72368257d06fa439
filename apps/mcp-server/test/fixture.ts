import type { McpServer } from '@modelcontextprotocol/server';
import { type OutcomePacketInput, OutcomeRouter, type OutcomeRouterOptions } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { createServer, type ServerOptions } from '../src/index.ts';
import { LetterEmbedder } from './letter-embedder.ts';

/** A router over memory, and servers over it. */
export interface Fixture {
  readonly router: OutcomeRouter;
  /** Makes a server for one client. */
  server(options?: Partial<ServerOptions>): () => McpServer;
  packets(): Promise<number>;
}

export function fixture(options: Partial<OutcomeRouterOptions> = {}): Fixture {
  const router = new OutcomeRouter({
    transport: new MemoryTransport(),
    embedder: new LetterEmbedder(),
    ...options,
  });
  return {
    router,
    server: (more) => () => createServer(router, { agentId: 'tester#1', ...more }),
    packets: async () => (await router.stats()).packets,
  };
}

export const outcome: OutcomePacketInput = {
  problem_description: 'sqlite: database is locked under two writers',
  outcome_type: 'resolved',
  confidence: 0.9,
  delta_summary: 'WAL, BEGIN IMMEDIATE and a busy timeout of 30 s',
  domain_tags: ['sqlite'],
};
