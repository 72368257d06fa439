import { DEFAULT_TTL, OutcomeError } from '@qis/core';
import { Hono } from 'hono';
import { Entrance, type EntranceOptions, type Place, type RouterOf } from './entrance.ts';
import { GatewayError } from './gateway-error.ts';
import { describeRoutes } from './openapi.ts';
import { packetRoutes } from './packet-routes.ts';
import { problemResponse } from './problem-response.ts';
import { questionRoutes } from './question-routes.ts';
import { readBody } from './read-body.ts';
import { recordRoutes } from './record-routes.ts';
import type { GatewayRouter, Route } from './route.ts';
import { idSchema } from './schemas.ts';

export interface GatewayOptions extends EntranceOptions {
  /** Life of a deposit that names none, in seconds. Default {@link DEFAULT_TTL}. */
  readonly ttl?: number;
  /** Longest body, in bytes. Default 8 MiB. */
  readonly maxBodyBytes?: number;
  /** Hears of every failure that is answered with a status of 500 or more, for a log. Default: nobody does. */
  readonly onFailure?: (error: unknown, request: Request) => void;
}

const DEFAULT_MAX_BODY_BYTES = 8 * 1_024 * 1_024;
const INTERNAL = 500;

/**
 * The HTTP face of a router: for people and agents, and for transports. Never rejects. Closing the router is the caller's.
 * @param routers a router for one collection, or a function that knows the router of each.
 */
export function createGateway(
  routers: GatewayRouter | RouterOf,
  options: GatewayOptions = {},
): (request: Request) => Promise<Response> {
  const gateway = new Gateway(routers, options);
  const app = new Hono();
  for (const route of routes) {
    app.on(route.method, route.path, async (context) =>
      gateway.serve(route, context.req.raw, context.req.param('id')),
    );
  }
  const document = JSON.stringify(describeRoutes(routes));
  app.get('/openapi.json', () => json(document));
  app.get('/healthz', () => json('{"status":"ok"}'));
  app.get('/readyz', () => gateway.ready());
  refuseOtherMethods(app);
  app.notFound(() =>
    problemResponse(new GatewayError(404, 'NOT_FOUND', 'There is nothing at this path: see /openapi.json.')),
  );
  app.onError((error, context) => {
    const response = problemResponse(error);
    if (response.status >= INTERNAL) options.onFailure?.(error, context.req.raw);
    return response;
  });
  return async (request) => app.fetch(request);
}

const routes: readonly Route[] = [...packetRoutes, ...questionRoutes, ...recordRoutes];

/** Every path that a gateway serves, as a pattern: `:id` stands for an id. For metrics and logs. */
export const gatewayPaths: readonly string[] = [
  ...new Set([...routes.map(({ path }) => path), '/openapi.json', '/healthz', '/readyz']),
];

function refuseOtherMethods(app: Hono): void {
  for (const path of new Set(app.routes.map((route) => route.path))) {
    const served = app.routes.filter((route) => route.path === path).map(({ method }) => method);
    const allow = served.join(', ');
    app.all(path, () => {
      throw new GatewayError(405, 'METHOD_NOT_ALLOWED', `This path takes ${allow}.`, { headers: { allow } });
    });
  }
}

class Gateway {
  readonly #entrance: Entrance;
  readonly #ttl: number;
  readonly #maxBodyBytes: number;

  constructor(routers: GatewayRouter | RouterOf, options: GatewayOptions) {
    this.#entrance = new Entrance(routers, options);
    this.#ttl = options.ttl ?? DEFAULT_TTL;
    this.#maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  }

  async serve(route: Route, request: Request, id = ''): Promise<Response> {
    const place = this.#entrance.enter();
    try {
      return await this.#answer(place, route, request, id);
    } finally {
      place.leave();
    }
  }

  /** Everybody may ask: so of one collection alone, since opening makes it, and without a reason. */
  async ready(): Promise<Response> {
    try {
      await (await this.#entrance.standard()).open();
    } catch (cause) {
      const message = 'The store cannot be opened; whoever runs the gateway can see why.';
      throw new OutcomeError('STORE_UNAVAILABLE', message, { cause, retryable: true });
    }
    return json('{"status":"ready"}');
  }

  async #answer(place: Place, route: Route, request: Request, id: string): Promise<Response> {
    const admitted = await this.#entrance.admit(place, request, route.scope);
    const body = route.body && (await readBody(request, this.#maxBodyBytes, route.body.code));
    if (route.path.endsWith(':id') && !idSchema.safeParse(id).success) {
      throw new OutcomeError('INVALID_QUERY', 'id must be the id of a packet, a UUID in lower case.', {
        field: 'id',
      });
    }
    const answer = await route.run({ ...admitted, ttl: this.#ttl, id, body, signal: request.signal });
    return answer ? json(JSON.stringify(answer)) : new Response(null, { status: 204 });
  }
}

function json(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });
}
