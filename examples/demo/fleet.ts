import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import type { OutcomeRouter, RouterStats } from '@qis/core';
import { createRouter, createServer } from '@qis/mcp-server';

/** One agent: an id of its own, and an MCP client connected to a server of its own. */
export interface Agent {
  readonly id: string;
  /** Calls a tool and returns its structured content. */
  call(tool: 'deposit' | 'query' | 'synthesize', args: object): Promise<Readonly<Record<string, unknown>>>;
}

/** Agents that share one store, and nothing else. */
export class Fleet {
  readonly agents: readonly Agent[];
  readonly #router: OutcomeRouter;
  readonly #clients: readonly Client[];

  private constructor(router: OutcomeRouter, connected: readonly (readonly [Agent, Client])[]) {
    this.#router = router;
    this.agents = connected.map(([agent]) => agent);
    this.#clients = connected.map(([, client]) => client);
  }

  static async connect(size: number, transportUrl: string): Promise<Fleet> {
    const router = await createRouter({ transport: transportUrl });
    const connected = await Promise.all(Array.from({ length: size }, (_, i) => connectAgent(router, i + 1)));
    return new Fleet(router, connected);
  }

  stats(): Promise<RouterStats> {
    return this.#router.stats();
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.#router.close();
  }
}

async function connectAgent(router: OutcomeRouter, number: number): Promise<readonly [Agent, Client]> {
  const id = `agent-${String(number).padStart(2, '0')}#demo`;
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createServer(router, { agentId: id }).connect(far);
  const client = new Client({ name: 'qis-demo', version: '1' });
  await client.connect(near);
  const agent: Agent = {
    id,
    async call(tool, args) {
      const result = await client.callTool({ name: tool, arguments: { ...args } });
      if (!result.isError && result.structuredContent)
        return result.structuredContent as Record<string, unknown>;
      throw new Error(`${tool} failed: ${JSON.stringify(result.content)}`);
    },
  };
  return [agent, client];
}
