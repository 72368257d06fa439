import { fileURLToPath } from 'node:url';
import { Client, InMemoryTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { OutcomeRouter } from '@qis/core';
import { createServer } from '@qis/mcp-server';

// From its source, as this demo runs from its own.
const manifest = import.meta.resolve('@qis/mcp-server/package.json');
const PROGRAM = ['--conditions=@qis/source', fileURLToPath(new URL('src/qis-mcp.ts', manifest))];

/** How an agent reaches its server. */
type Reach = (agentId: string) => Transport | Promise<Transport>;

/** A `qis-mcp` process for each agent, as every host starts one. */
export function ownProcess(transportUrl: string): Reach {
  return (agentId) => {
    const { XDG_DATA_HOME } = process.env;
    return new StdioClientTransport({
      command: process.execPath,
      args: [...PROGRAM, '--transport', transportUrl, '--agent-id', agentId, '--log-level', 'error'],
      env: XDG_DATA_HOME === undefined ? {} : { XDG_DATA_HOME },
    });
  };
}

/** A server for each agent, all of them in this process and over one router: for fleets that no machine has processes for. */
export function thisProcess(router: OutcomeRouter): Reach {
  return async (agentId) => {
    const [near, far] = InMemoryTransport.createLinkedPair();
    await createServer(router, { agentId }).connect(far);
    return near;
  };
}

/** One agent: an id of its own, and an MCP client of a server of its own. */
export class Agent {
  readonly id: string;
  readonly #client: Client = new Client({ name: 'qis-demo', version: '1' });
  readonly #reach: Reach;

  constructor(number: number, reach: Reach) {
    this.id = `agent-${String(number).padStart(2, '0')}#demo`;
    this.#reach = reach;
  }

  /** Starts its server. */
  async connect(): Promise<void> {
    await this.#client.connect(await this.#reach(this.id));
  }

  /** Calls a tool and returns its structured content. */
  async call(
    tool: 'deposit' | 'query' | 'synthesize',
    args: object,
  ): Promise<Readonly<Record<string, unknown>>> {
    const result = await this.#client.callTool({ name: tool, arguments: { ...args } });
    if (!result.isError && result.structuredContent)
      return result.structuredContent as Record<string, unknown>;
    throw new Error(`${tool} failed: ${JSON.stringify(result.content)}`);
  }

  /** Ends its server; a process by closing its stdin, and by a signal where it does not end of itself. */
  close(): Promise<void> {
    return this.#client.close();
  }
}
