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
  /** Requests inside at the same time, half of them of one principal; more are refused with 503. Default 256. */
  readonly maxConcurrent?: number;
}

/** A request's place among those inside. */
export interface Place {
  /** Gives it back, once, however often it is called. */
  leave(): void;
}

/** Who came in, and the router of the collection that the request names. */
export interface Admitted {
  readonly principal: Principal;
  readonly router: GatewayRouter;
}

const DEFAULT_COLLECTION = 'qis_outcome_packets';
const COLLECTION = /^[\w.-]{1,128}$/;
const DEFAULT_MAX_CONCURRENT = 256;
/** Of all places, what one principal may take: whoever sends bodies that never end leaves room for others. */
const SHARE = 0.5;

/** The way into routers over HTTP, whatever is spoken behind it: how many at once, who, and to which collection. */
export class Entrance {
  readonly #routers: GatewayRouter | RouterOf;
  readonly #collection: string;
  readonly #authenticate: Authenticate;
  readonly #maxConcurrent: number;
  readonly #ofPrincipal = new Map<string, number>();
  readonly #places = new WeakMap<Place, string>();
  #inside = 0;

  constructor(routers: GatewayRouter | RouterOf, options: EntranceOptions = {}) {
    this.#routers = routers;
    this.#collection = options.collection ?? DEFAULT_COLLECTION;
    this.#authenticate = options.authenticate ?? trustLoopback;
    this.#maxConcurrent = options.maxConcurrent ?? DEFAULT_MAX_CONCURRENT;
  }

  /** @throws GatewayError 503 where all places are taken. */
  enter(): Place {
    if (this.#inside >= this.#maxConcurrent) {
      throw new GatewayError(503, 'OVERLOADED', 'Too many requests at once: try again in a moment.');
    }
    this.#inside++;
    let inside = true;
    const place: Place = {
      leave: () => {
        if (!inside) return;
        inside = false;
        this.#inside--;
        this.#count(this.#places.get(place), -1);
      },
    };
    return place;
  }

  /**
   * Who it is comes first, what it may do second: nothing of a stranger's request is read.
   * @param place of the request.
   * @param scope what it needs to get in; what else it may do is asked behind it.
   * @throws GatewayError 401, 403, 429, or 503 where the principal has its share of places, OutcomeError `STORE_MISSING` for a collection that is not there.
   */
  async admit(place: Place, request: Request, scope?: Scope): Promise<Admitted> {
    const principal = await authenticated(this.#authenticate, request);
    this.#assertShare(principal);
    this.#places.set(place, principal.name);
    this.#count(principal.name, 1);
    if (scope) assertScope(principal, scope);
    const collection = new URL(request.url).searchParams.get('collection') ?? this.#collection;
    assertCollection(principal, collection);
    return { principal, router: await this.#routerOf(collection) };
  }

  /** The router of requests that name no collection. */
  standard(): Promise<GatewayRouter> {
    return this.#routerOf(this.#collection);
  }

  #assertShare({ name }: Principal): void {
    if ((this.#ofPrincipal.get(name) ?? 0) < Math.max(1, this.#maxConcurrent * SHARE)) return;
    const message = 'These credentials have too many requests under way: wait for answers, then try again.';
    throw new GatewayError(503, 'OVERLOADED', message);
  }

  #count(name: string | undefined, change: number): void {
    if (name === undefined) return;
    const inside = (this.#ofPrincipal.get(name) ?? 0) + change;
    if (inside > 0) this.#ofPrincipal.set(name, inside);
    else this.#ofPrincipal.delete(name);
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
