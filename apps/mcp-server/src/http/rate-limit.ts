import type { Authenticate } from '@qis/rest/gateway';

export interface RateLimit {
  /** Requests a second that each principal may send for long. */
  readonly rate: number;
  /** Seconds of a clock that never goes back. Default that of the process. */
  readonly now?: () => number;
}

/** How much may be saved up: as many requests as are free in so many seconds. */
export const BURST_SECONDS = 10;
/** Principals that are remembered; with more, those that sent nothing for longest are forgotten, and so begin anew. */
const MAX_BUCKETS = 10_000;
/** All whose credentials are missing or wrong share one bucket, so that theirs never empties that of somebody known. */
const STRANGERS = Symbol('strangers');

/** Lets each principal send so much and no more: a bucket each, that fills as time goes by. Asked once a request. */
export function limited(authenticate: Authenticate, limit: RateLimit): Authenticate {
  const { rate, now = () => performance.now() / 1_000 } = limit;
  const buckets = new Buckets(rate, now);
  return async (request) => {
    const answer = await authenticate(request);
    const known = !('status' in answer);
    const wait = buckets.take(known ? answer.name : STRANGERS);
    if (wait === 0) return answer;
    const whose = known ? 'These credentials are' : 'Whoever has no valid credentials is';
    const reason = `${whose} good for ${rate} requests a second: wait, and send less.`;
    return { status: 429, reason, retryAfter: Math.max(1, Math.ceil(wait)) };
  };
}

interface Bucket {
  readonly level: number;
  readonly at: number;
}

class Buckets {
  readonly #rate: number;
  readonly #size: number;
  readonly #now: () => number;
  /** The one that was asked longest ago comes first. */
  readonly #buckets = new Map<string | symbol, Bucket>();

  constructor(rate: number, now: () => number) {
    this.#rate = rate;
    this.#size = Math.max(1, rate * BURST_SECONDS);
    this.#now = now;
  }

  /** Takes one request out of a bucket. @returns 0, or in how many seconds there will be one. */
  take(key: string | symbol): number {
    const at = this.#now();
    const last = this.#buckets.get(key) ?? { level: this.#size, at };
    const level = Math.min(this.#size, last.level + (at - last.at) * this.#rate);
    const enough = level >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { level: enough ? level - 1 : level, at });
    for (const oldest of this.#buckets.keys()) {
      if (this.#buckets.size <= MAX_BUCKETS) break;
      this.#buckets.delete(oldest);
    }
    return enough ? 0 : (1 - level) / this.#rate;
  }
}
