import type {
  Answer,
  CallOptions,
  DepositReceipt,
  OutcomePacketInput,
  QueryOptions,
  QueryResult,
  SynthesizeOptions,
  SynthesizeResult,
} from '@qis/core';
import type { ToolRouter } from '@qis/core/tools';

interface OpenedRouter extends Required<ToolRouter> {
  open(): Promise<{ readonly voter?: string }>;
  close(): Promise<void>;
}

/** A router that is made by the first call, once, and again if that failed. */
export class LazyRouter implements Required<ToolRouter> {
  readonly #make: () => Promise<OpenedRouter>;
  #router: Promise<OpenedRouter> | undefined;

  constructor(make: () => Promise<OpenedRouter>) {
    this.#make = make;
  }

  async deposit(packet: OutcomePacketInput, options?: CallOptions): Promise<DepositReceipt> {
    return (await this.#open()).deposit(packet, options);
  }

  async query(problem: string, options?: QueryOptions): Promise<QueryResult> {
    return (await this.#open()).query(problem, options);
  }

  async synthesize(
    problem: string,
    outcome?: OutcomePacketInput,
    options?: SynthesizeOptions,
  ): Promise<SynthesizeResult> {
    return (await this.#open()).synthesize(problem, outcome, options);
  }

  async answers(agentId: string, options?: CallOptions): Promise<readonly Answer[]> {
    return (await this.#open()).answers(agentId, options);
  }

  /** Whom deposits must come from, where the store's credentials say it. */
  async voter(): Promise<string | undefined> {
    return (await (await this.#open()).open()).voter;
  }

  async close(): Promise<void> {
    await (await this.#router)?.close();
  }

  #open(): Promise<OpenedRouter> {
    this.#router ??= this.#make().catch((error: unknown) => {
      this.#router = undefined;
      throw error;
    });
    return this.#router;
  }
}
