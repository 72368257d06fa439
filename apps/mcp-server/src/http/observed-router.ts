import type {
  AdmitOptions,
  CallOptions,
  DepositReceipt,
  Draft,
  ManagedTransport,
  OpenedRouter,
  OutcomePacketInput,
  QueryOptions,
  QueryResult,
  RouterStats,
  SynthesizeOptions,
  SynthesizeResult,
} from '@qis/core';
import type { GatewayRouter, RouterOf } from '@qis/rest/gateway';
import type { Face, Metrics, Operation } from './metrics.ts';

/** The same routers, for one face of a server: their verbs are counted, and the packets of each. */
export function observeRouters(routerOf: RouterOf, face: Face, metrics: Metrics): RouterOf {
  const observed = new Map<string, ObservedRouter>();
  return async (collection) => {
    const router = await routerOf(collection);
    if (!router) return undefined;
    const known = observed.get(collection);
    if (known?.router === router) return known;
    const added = new ObservedRouter(router, { face, collection }, metrics);
    observed.set(collection, added);
    const count = async (signal: AbortSignal): Promise<number> =>
      (await router.transport.stats({ now: router.now(), signal })).packets;
    metrics.watchPackets(collection, count);
    return added;
  };
}

/** A router that tells how its verbs end. A synthesis that carries an outcome is one synthesis, and no deposit. */
class ObservedRouter implements GatewayRouter {
  readonly router: GatewayRouter;
  readonly #place: Omit<Operation, 'operation'>;
  readonly #metrics: Metrics;

  constructor(router: GatewayRouter, place: Omit<Operation, 'operation'>, metrics: Metrics) {
    this.router = router;
    this.#place = place;
    this.#metrics = metrics;
  }

  get transport(): ManagedTransport {
    return this.router.transport;
  }

  readonly now = (): number => this.router.now();

  open(options?: CallOptions): Promise<OpenedRouter> {
    return this.router.open(options);
  }

  deposit(packet: OutcomePacketInput, options?: CallOptions): Promise<DepositReceipt>;
  deposit(packets: readonly OutcomePacketInput[], options?: CallOptions): Promise<readonly DepositReceipt[]>;
  deposit(
    input: OutcomePacketInput | readonly OutcomePacketInput[],
    options?: CallOptions,
  ): Promise<DepositReceipt | readonly DepositReceipt[]> {
    return this.#watch('deposit', async () =>
      isList(input) ? this.router.deposit(input, options) : this.router.deposit(input, options),
    );
  }

  async query(problem: string, options?: QueryOptions): Promise<QueryResult> {
    const result = await this.#watch('query', () => this.router.query(problem, options));
    if (result.hits.length === 0) this.#metrics.floorMissed({ ...this.#place, operation: 'query' });
    return result;
  }

  synthesize(
    problem: string,
    outcome?: OutcomePacketInput,
    options?: SynthesizeOptions,
  ): Promise<SynthesizeResult> {
    return this.#watch('synthesize', () => this.router.synthesize(problem, outcome, options));
  }

  answers(agentId: string, options?: CallOptions): ReturnType<GatewayRouter['answers']> {
    return this.router.answers(agentId, options);
  }

  stats(options?: CallOptions): Promise<RouterStats> {
    return this.router.stats(options);
  }

  admit(packets: readonly OutcomePacketInput[], options?: AdmitOptions): Promise<readonly Draft[]> {
    return this.router.admit(packets, options);
  }

  embed(texts: readonly string[], options?: CallOptions): Promise<readonly Float32Array[]> {
    return this.router.embed(texts, options);
  }

  close(): Promise<void> {
    return this.router.close();
  }

  async #watch<T>(operation: Operation['operation'], run: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1_000;
    try {
      const result = await run();
      this.#metrics.operationEnded({ ...this.#place, operation }, seconds());
      return result;
    } catch (error) {
      this.#metrics.operationEnded({ ...this.#place, operation }, seconds(), error);
      throw error;
    }
  }
}

function isList(
  input: OutcomePacketInput | readonly OutcomePacketInput[],
): input is readonly OutcomePacketInput[] {
  return Array.isArray(input);
}
