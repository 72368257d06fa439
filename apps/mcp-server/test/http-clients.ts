import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { onTestFinished } from 'vitest';
import { type Called, call, dataIn, type Era } from './connect.ts';

/** A client that is connected over HTTP. */
interface HttpClient {
  /** The names of the tools that it is offered, sorted. */
  tools(): Promise<readonly string[]>;
  call(name: string, args: object): Promise<Called>;
}

/** Connects to an endpoint, with these headers in every request. Closed when the test is over. */
export type ConnectHttp = (url: string, headers?: Readonly<Record<string, string>>) => Promise<HttpClient>;

const clientInfo = { name: 'Test Client', version: '1' };

/** The SDK's second line, in an era of the protocol. */
export const secondSdk =
  (era: Era): ConnectHttp =>
  async (url, headers = {}) => {
    const options = { versionNegotiation: { mode: { pin: '2026-07-28' } } } as const;
    const client = new Client(clientInfo, era === '2026' ? options : {});
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
    onTestFinished(() => client.close());
    return {
      tools: async () => namesOf((await client.listTools()).tools),
      call: (name, args) => call(client, name, args),
    };
  };

/** The SDK's first line, which many hosts still use. */
export const firstSdk: ConnectHttp = async (url, headers = {}) => {
  const client = new FirstClient(clientInfo);
  const transport = new FirstTransport(new URL(url), { requestInit: { headers } });
  // Its own type does not hold under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<FirstClient['connect']>[0]);
  onTestFinished(() => client.close());
  return {
    tools: async () => namesOf((await client.listTools()).tools),
    call: async (name, args) => {
      const { isError, content, structuredContent } = await client.callTool({ name, arguments: { ...args } });
      const [block] = content as readonly { readonly text?: string }[];
      return {
        isError: isError === true,
        text: block?.text ?? '',
        content: structuredContent as Called['content'],
      };
    },
  };
};

/** Agents of LangChain, for whom a result that is an error is thrown. */
export const langChain: ConnectHttp = async (url, headers = {}) => {
  const client = new MultiServerMCPClient({
    mcpServers: { qis: { transport: 'http', url, headers: { ...headers }, automaticSSEFallback: false } },
    throwOnLoadError: true,
    prefixToolNameWithServerName: false,
  });
  onTestFinished(() => client.close());
  const tools = await client.getTools();
  return {
    tools: async () => namesOf(tools),
    call: async (name, args) => {
      const tool = tools.find((each) => each.name === name);
      if (!tool) throw new Error(`There is no tool ${name}.`);
      try {
        const text = textOf(await tool.invoke({ ...args }));
        return { isError: false, text, content: dataIn(text) as Called['content'] };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return { isError: true, text: error.message, content: undefined };
      }
    },
  };
};

/** Every kind of client that a team may bring. */
export const clients: Readonly<Record<string, ConnectHttp>> = {
  'the second SDK, 2025 era': secondSdk('2025'),
  'the second SDK, 2026-07-28': secondSdk('2026'),
  'the first SDK': firstSdk,
  'LangChain’s adapters': langChain,
};

/** A text alone, or the block that holds it. */
function textOf(result: unknown): string {
  return typeof result === 'string' ? result : (result as { readonly text: string }).text;
}

function namesOf(tools: readonly { readonly name: string }[]): readonly string[] {
  return tools.map(({ name }) => name).sort();
}
