import { OutcomeError } from '@qis/core';
import { GatewayError } from './gateway-error.ts';
import { trustLoopback } from './loopback.ts';
import {
  type Authenticate,
  assertCollection,
  assertScope,
  authenticated,
  type Principal,
  type Scope,
} from './principal.ts';
import type { GatewayRouter } from './route.ts';

/** The router of a collection; undefined where there is no such collection. */
export type RouterOf = (collection: string) => GatewayRouter | undefined | Promise<GatewayRouter | undefined>;

export interface EntranceOptions {
  /** The collection of a single router, and of a request that names none. Default `qis_outcome_packets`. */
  readonly collection?: string;
  /** Who sends a request. Default {@link trustLoopback}: no credentials, for this machine alone. */
  readonly authenticate?: Authenticate;
  /** Requests inside at the same time; more are refused with 503. Default 256. */
  readonly maxConcurrent?: number;
}

/** Who came in, and the router of the collection that the request names. */
export interface Admitted {
  readonly principal: Principal;
  readonly router: GatewayRouter;
}

const DEFAULT_COLLECTION = 'qis_outcome_packets';
const COLLECTION = /^[\w.-]{1,128}$/;
const DEFAULT_MAX_CONCURRENT = 256;

/** The way into routers over HTTP, whatever is spoken behind it: how many at once, who, and to which collection. */
export class Entrance {
  readonly #routers: GatewayRouter | RouterOf;
  readonly #collection: string;
  readonly #authenticate: Authenticate;
  readonly #maxConcurrent: number;
  #inside = 0;

  constructor(routers: GatewayRouter | RouterOf, options: EntranceOptions = {}) {
    this.#routers = routers;
    this.#collection = options.collection ?? DEFAULT_COLLECTION;
    this.#authenticate = options.authenticate ?? trustLoopback;
    this.#maxConcurrent = options.maxConcurrent ?? DEFAULT_MAX_CONCURRENT;
  }

  /**
   * Takes a place for a request; what is returned gives it back, once, however often it is called.
   * @throws GatewayError 503 where all are taken.
   */
  enter(): () => void {
    if (this.#inside >= this.#maxConcurrent) {
      throw new GatewayError(503, 'OVERLOADED', 'Too many requests at once: try again in a moment.');
    }
    this.#inside++;
    let inside = true;
    return () => {
      if (inside) this.#inside--;
      inside = false;
    };
  }

  /**
   * Who it is comes first, what it may do second: nothing of a stranger's request is read.
   * @param scope what it needs to get in; what else it may do is asked behind it.
   * @throws GatewayError 401 or 403, OutcomeError `STORE_MISSING` for a collection that is not there.
   */
  async admit(request: Request, scope?: Scope): Promise<Admitted> {
    const principal = await authenticated(this.#authenticate, request);
    if (scope) assertScope(principal, scope);
    const collection = new URL(request.url).searchParams.get('collection') ?? this.#collection;
    assertCollection(principal, collection);
    return { principal, router: await this.#routerOf(collection) };
  }

  /** The router of requests that name no collection. */
  standard(): Promise<GatewayRouter> {
    return this.#routerOf(this.#collection);
  }

  async #routerOf(collection: string): Promise<GatewayRouter> {
    const router = COLLECTION.test(collection) ? await this.#find(collection) : undefined;
    if (router) return router;
    throw new OutcomeError('STORE_MISSING', 'This gateway has no such collection.', { field: 'collection' });
  }

  async #find(collection: string): Promise<GatewayRouter | undefined> {
    if (typeof this.#routers === 'function') return this.#routers(collection);
    return collection === this.#collection ? this.#routers : undefined;
  }
}
