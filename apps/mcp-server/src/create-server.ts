import {
  type CallToolResult,
  CLIENT_INFO_META_KEY,
  McpServer,
  type ServerContext,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server';
import {
  assertToolOptions,
  DEFAULT_TOOL_TTL,
  instructions,
  runTool,
  type Tool,
  type ToolName,
  type ToolRouter,
  toolErrorText,
  toolInputSchema,
  toolResultText,
  tools,
} from '@qis/core/tools';
import manifest from '../package.json' with { type: 'json' };

export interface ServerOptions {
  /** `voter#session` of the client, or how to make it of the name that the client gives itself. */
  readonly agentId: string | ((clientName: string | undefined) => string | Promise<string>);
  /** Life of a deposit that names no `ttl`, in seconds. Default 30 days. */
  readonly ttl?: number;
  /** Seconds since the epoch. Default the system clock. */
  readonly now?: () => number;
  /** Told of every call that failed, for the log: the client gets only words for its model. */
  readonly onError?: (error: unknown, tool: ToolName) => void;
}

/**
 * An MCP server with the three tools over a router. Cheap, for one client at a time: connect each to a server of its
 * own, all over the same router. Closing it leaves the router open.
 * @throws OutcomeError `INVALID_OPTION`, naming the option.
 */
export function createServer(router: ToolRouter, options: ServerOptions): McpServer {
  assertToolOptions(options);
  const server = new McpServer(
    { name: 'qis', title: 'Outcome routing', version: manifest.version },
    { instructions, capabilities: { tools: { listChanged: false } } },
  );
  for (const tool of tools) {
    const { name, title, description, annotations } = tool;
    server.registerTool(
      name,
      { title, description, annotations: { ...annotations }, inputSchema: listedSchema(tool) },
      (args, context) =>
        answer(tool, router, args, options, clientName(server, context), context.mcpReq.signal),
    );
  }
  return server;
}

async function answer(
  tool: Tool,
  router: ToolRouter,
  args: unknown,
  options: ServerOptions,
  client: string | undefined,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const { agentId, ttl = DEFAULT_TOOL_TTL, now, onError } = options;
  const onFailed = (error: unknown): void => onError?.(error, tool.name);
  try {
    const caller = typeof agentId === 'string' ? agentId : await agentId(client);
    const context = { agentId: caller, ttl, signal, ...(now && { now }) };
    const result = await runTool(tool, router, args, context, onFailed);
    return { content: [{ type: 'text', text: toolResultText(result) }], structuredContent: { ...result } };
  } catch (error) {
    onFailed(error);
    return { content: [{ type: 'text', text: toolErrorText(error, tool.name) }], isError: true };
  }
}

/** The schema as it is listed. It lets every argument pass: the tool parses them itself, with messages for a model. */
function listedSchema(tool: Tool): StandardSchemaWithJSON {
  const schema = (): Record<string, unknown> => toolInputSchema(tool);
  return {
    '~standard': {
      version: 1,
      vendor: 'qis',
      validate: (value) => ({ value }),
      jsonSchema: { input: schema, output: schema },
    },
  };
}

/** From the request's metadata (2026-07-28; the SDK's type hides its keys), or from `initialize` (2025 era). */
function clientName(server: McpServer, { mcpReq }: ServerContext): string | undefined {
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  const client = (envelope[CLIENT_INFO_META_KEY] ?? server.server.getClientVersion()) as
    | { name?: unknown }
    | undefined;
  return typeof client?.name === 'string' ? client.name : undefined;
}
