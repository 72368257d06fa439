import { createMcpHandler } from '@modelcontextprotocol/server';
import type { ToolName } from '@qis/core/tools';
import { type Authenticate, Entrance, type RouterOf } from '@qis/rest/gateway';
import { defaultAgentId, withSession } from '../agent-id.ts';
import { createServer } from '../create-server.ts';
import { createMcpHttp, type Visit } from './mcp-http.ts';
import { permittedRouter } from './permitted-router.ts';

export interface McpEndpointOptions {
  readonly routerOf: RouterOf;
  /** Of requests that name none, by `?collection=NAME`. */
  readonly collection: string;
  /** Life of a deposit that names no `ttl`, in seconds. */
  readonly ttl: number;
  readonly authenticate: Authenticate;
  /** Digits in the names of clients whose principal has no voter: asked for once, at the first that needs them. */
  readonly digits: () => string;
  /** Hears of every call of a tool that failed, and, without a tool, of every failure that is answered with 500 or more. */
  readonly onError: (error: unknown, request: Request, tool?: ToolName) => void;
}

/** Where a server has it. */
export const MCP_PATH = '/mcp';

/** The three tools as an endpoint of MCP over HTTP, for clients of the 2025 specifications and of 2026-07-28. */
export function createMcpEndpoint(options: McpEndpointOptions): (request: Request) => Promise<Response> {
  const { routerOf, collection, ttl, authenticate, digits, onError } = options;
  let asked: string | undefined;
  const agentIdOf = ({ principal, session }: Visit, client: string | undefined): string => {
    if (principal.voter !== undefined) return withSession(principal.voter, session.digits);
    asked ??= digits();
    return defaultAgentId(client ?? session.clientName, asked, session.digits);
  };
  return createMcpHttp({
    entrance: new Entrance(routerOf, { collection, authenticate }),
    handlerFor: (visitOf) =>
      createMcpHandler(({ requestInfo }) => {
        const visit = visitOf(requestInfo);
        const agentId = (client: string | undefined): string => agentIdOf(visit, client);
        const onFailed = (error: unknown, tool: ToolName): void => onError(error, visit.request, tool);
        return createServer(permittedRouter(visit), { agentId, ttl, onError: onFailed });
      }),
    onFailure: onError,
  });
}
