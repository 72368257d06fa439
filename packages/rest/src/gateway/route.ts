import { type ErrorCode, type OutcomeRouter, parseInput } from '@qis/core';
import type { z } from 'zod';
import type { Principal, Scope } from './principal.ts';

/** What a gateway needs of a router: the router itself, or one that is watched. */
export type GatewayRouter = Pick<OutcomeRouter, keyof OutcomeRouter>;

/** A request that was let in. */
export interface Call {
  readonly router: GatewayRouter;
  readonly principal: Principal;
  /** Of a deposit that names none. */
  readonly ttl: number;
  /** From the path; empty where it has none. */
  readonly id: string;
  /** Parsed JSON; undefined where the route takes none. */
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/** One method of one path, as the gateway serves it and as the document describes it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `:id` stands for the id of a packet. */
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  /** Absent: it takes no body. */
  readonly body?: RouteBody;
  /** Absent: 204, without a body. */
  readonly answer?: z.ZodType;
  readonly run: (call: Call) => Promise<object | undefined>;
}

interface RouteBody {
  readonly schema: z.ZodType;
  /** Of a body that is none. */
  readonly code: ErrorCode;
}

/** A route whose body is read by a schema before it is served. */
export function postRoute<Body>(route: {
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly code: ErrorCode;
  readonly answer: z.ZodType;
  readonly serve: (body: Body, call: Call) => Promise<object>;
}): Route {
  const { body: schema, code, serve, ...described } = route;
  return {
    ...described,
    method: 'POST',
    body: { schema, code },
    run: (call) => serve(parseInput(schema, call.body, code), call),
  };
}
