import { type Authenticate, createGateway, gatewayPaths, type RouterOf } from '@qis/rest/gateway';
import type { Logger } from 'pino';
import { createMcpEndpoint, MCP_PATH } from './mcp-endpoint.ts';
import { Metrics } from './metrics.ts';
import { createMetricsEndpoint, METRICS_PATH } from './metrics-endpoint.ts';
import { Observer } from './observed.ts';
import { observeRouters } from './observed-router.ts';
import { Turns } from './turns.ts';

export interface HandlerOptions {
  readonly routerOf: RouterOf;
  /** Of a request that names none. */
  readonly collection: string;
  /** Life of a deposit that names none, in seconds. */
  readonly ttl: number;
  /** Asked once for each request that needs a principal. */
  readonly authenticate: Authenticate;
  readonly log: Logger;
  /** As {@link createMcpEndpoint} takes them. */
  readonly digits: () => string;
}

/** Everything behind the port of a server, watched: MCP, the gateway and the metrics. Never rejects. */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { routerOf, collection, ttl, log, digits } = options;
  const metrics = new Metrics();
  const observer = new Observer({
    log,
    metrics,
    paths: [...gatewayPaths, MCP_PATH, METRICS_PATH],
    collection,
  });
  const authenticate = observer.authenticate(options.authenticate);
  const gateway = createGateway(observeRouters(routerOf, '/v1', metrics), {
    collection,
    ttl,
    authenticate,
    onFailure: observer.failed,
  });
  const mcp = createMcpEndpoint({
    routerOf: observeRouters(routerOf, '/mcp', metrics),
    collection,
    ttl,
    authenticate,
    digits,
    onError: observer.failed,
  });
  const readMetrics = createMetricsEndpoint(metrics, authenticate);
  const turns = new Turns();
  return observer.around(async (request) => {
    await turns.next();
    const { pathname } = new URL(request.url);
    if (pathname === MCP_PATH) return mcp(request);
    return pathname === METRICS_PATH ? readMetrics(request) : gateway(request);
  });
}
