import { OutcomeError } from '@qis/core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** How a call came in. */
export type Face = '/v1' | '/mcp';

/** One of the router's verbs, and where it was asked for. */
export interface Operation {
  readonly operation: 'deposit' | 'query' | 'synthesize';
  readonly face: Face;
  /** Of this server. */
  readonly collection: string;
}

/** An answered request. `route` is a pattern, never what somebody sent. */
export interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts what is live in a collection, before the deadline of the signal. */
export type CountPackets = (signal: AbortSignal) => Promise<number>;

/** From a query of a small collection to a store that hangs, in seconds. */
const SECONDS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
/** How long a store may take to count for a scrape, in milliseconds: less than a scraper waits. */
const COUNTING_MS = 1_000;

/**
 * What a server counts, for Prometheus. Every label is bounded: operations, faces, codes, patterns of routes, statuses,
 * and collections that this server has. Names of principals are no label: on loopback anybody may choose one.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #counts = new Map<string, CountPackets>();
  readonly #operations = new Counter({
    name: 'qis_operations_total',
    help: 'Deposits, queries and syntheses, by how they ended: ok, or the code of the error',
    labelNames: ['operation', 'face', 'collection', 'code'],
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: 'qis_operation_duration_seconds',
    help: 'How long they took in the router',
    labelNames: ['operation', 'face', 'collection'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #misses = new Counter({
    name: 'qis_floor_misses_total',
    help: 'Queries that were answered with nothing above the floor',
    labelNames: ['face', 'collection'],
    registers: [this.#registry],
  });
  readonly #refusals = new Counter({
    name: 'qis_refusals_total',
    help: 'What was refused by the gate, for want of credentials, or by a limit',
    labelNames: ['code'],
    registers: [this.#registry],
  });
  readonly #requests = new Histogram({
    name: 'qis_http_request_duration_seconds',
    help: 'How long requests took to be answered',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #inFlight = new Gauge({
    name: 'qis_http_requests_in_flight',
    help: 'Requests that are being answered',
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    const counts = this.#counts;
    new Gauge({
      name: 'qis_packets',
      help: 'Live packets; a collection whose store does not say it in time is left out',
      labelNames: ['collection'],
      registers: [this.#registry],
      async collect() {
        this.reset();
        const signal = AbortSignal.timeout(COUNTING_MS);
        const counted = [...counts].map(async ([collection, count]) =>
          this.set({ collection }, await count(signal)),
        );
        await Promise.allSettled(counted);
      },
    });
  }

  /** Has the packets of a collection counted at every scrape. */
  watchPackets(collection: string, count: CountPackets): void {
    this.#counts.set(collection, count);
  }

  /** Whether a collection may be a label. */
  knows(collection: string): boolean {
    return this.#counts.has(collection);
  }

  /** @param error what it failed with; absent where it did not. */
  operationEnded(operation: Operation, seconds: number, error?: unknown): void {
    const code = error === undefined ? 'ok' : codeOf(error);
    this.#operations.inc({ ...operation, code });
    this.#durations.observe({ ...operation }, seconds);
    // A tool that fails is no failure of HTTP; of the other face the response says it.
    if (code === 'DEPOSIT_REFUSED' && operation.face === '/mcp') this.refused(code);
  }

  floorMissed({ face, collection }: Operation): void {
    this.#misses.inc({ face, collection });
  }

  refused(code: string): void {
    this.#refusals.inc({ code });
  }

  requestBegan(): void {
    this.#inFlight.inc();
  }

  requestEnded({ seconds, ...labels }: Answered): void {
    this.#inFlight.dec();
    this.#requests.observe(labels, seconds);
  }

  /** In Prometheus' text format. */
  async render(): Promise<{ readonly type: string; readonly text: string }> {
    return { type: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

function codeOf(error: unknown): string {
  return OutcomeError.isInstance(error) ? error.code : 'FAULT';
}
