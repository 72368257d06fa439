import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

// From its source, as this demo runs from its own.
const manifest = import.meta.resolve('@qis/mcp-server/package.json');
const PROGRAM = ['--conditions=@qis/source', fileURLToPath(new URL('src/qis-mcp.ts', manifest))];

/** One agent: an id of its own, and an MCP client of a `qis-mcp` process of its own, as every host starts one. */
export class Agent {
  readonly id: string;
  readonly #client: Client = new Client({ name: 'qis-demo', version: '1' });
  readonly #server: StdioClientTransport;

  constructor(number: number, transportUrl: string) {
    this.id = `agent-${String(number).padStart(2, '0')}#demo`;
    const { XDG_DATA_HOME } = process.env;
    this.#server = new StdioClientTransport({
      command: process.execPath,
      args: [...PROGRAM, '--transport', transportUrl, '--agent-id', this.id, '--log-level', 'error'],
      env: XDG_DATA_HOME === undefined ? {} : { XDG_DATA_HOME },
    });
  }

  /** Starts the process. */
  connect(): Promise<void> {
    return this.#client.connect(this.#server);
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

  /** Ends the process by closing its stdin; by a signal where it does not end of itself. */
  close(): Promise<void> {
    return this.#client.close();
  }
}
