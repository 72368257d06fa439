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
  /** As of the endpoint of MCP. */
  readonly digits: () => string;
  readonly log: Logger;
}

/** Everything behind the port of a server, watched: both faces and the metrics. Never rejects. */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { routerOf, collection, ttl, digits, log } = options;
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
  const others = new Map([
    [MCP_PATH, mcp],
    [METRICS_PATH, createMetricsEndpoint(metrics, authenticate, observer.failed)],
  ]);
  const turns = new Turns();
  return observer.around(async (request) => {
    await turns.next();
    return (others.get(new URL(request.url).pathname) ?? gateway)(request);
  });
}
