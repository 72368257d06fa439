import type { Answer, CallOptions, DepositReceipt, QueryResult, SynthesizeResult } from '@qis/core';
import type { ToolRouter } from '@qis/core/tools';

/** What a router answered: hits with their packets, a synthesis, or the receipt of a deposit. */
export type RouterAnswer = DepositReceipt | QueryResult | SynthesizeResult;

/** A router for one call of a tool, which remembers the whole answer: the tool shows a model only the part that it needs. */
export class Witness implements ToolRouter {
  readonly #router: ToolRouter;
  answer: RouterAnswer | undefined;

  constructor(router: ToolRouter) {
    this.#router = router;
  }

  deposit(...args: Parameters<ToolRouter['deposit']>): Promise<DepositReceipt> {
    return this.#remember(this.#router.deposit(...args));
  }

  query(...args: Parameters<ToolRouter['query']>): Promise<QueryResult> {
    return this.#remember(this.#router.query(...args));
  }

  synthesize(...args: Parameters<ToolRouter['synthesize']>): Promise<SynthesizeResult> {
    return this.#remember(this.#router.synthesize(...args));
  }

  /** Of the caller's open problems: no answer of this call. */
  async answers(agentId: string, options?: CallOptions): Promise<readonly Answer[]> {
    return (await this.#router.answers?.(agentId, options)) ?? [];
  }

  async #remember<T extends RouterAnswer>(answering: Promise<T>): Promise<T> {
    const answer = await answering;
    this.answer = answer;
    return answer;
  }
}
