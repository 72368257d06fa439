import { createRouter } from '@qis/mcp-server';
import { Agent, ownProcess, thisProcess } from './agent.ts';

/** Agents that share one store, and nothing else but, where they are told to, this process. */
export class Fleet {
  readonly agents: readonly Agent[];
  readonly #closeStore: () => Promise<void>;
  #closing: Promise<unknown> | undefined;

  private constructor(agents: readonly Agent[], closeStore: () => Promise<void>) {
    this.agents = agents;
    this.#closeStore = closeStore;
  }

  static async over(transportUrl: string, size: number, inProcess: boolean): Promise<Fleet> {
    const router = inProcess ? await createRouter({ transport: transportUrl }) : undefined;
    const reach = router ? thisProcess(router) : ownProcess(transportUrl);
    const agents = Array.from({ length: size }, (_, i) => new Agent(i + 1, reach));
    return new Fleet(agents, async () => router?.close());
  }

  /** Starts the servers, all at once. */
  async connect(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.connect()));
  }

  /** Ends the servers, whatever they are about. Closing again is no error. */
  async close(): Promise<void> {
    this.#closing ??= Promise.all(this.agents.map((agent) => agent.close())).then(this.#closeStore);
    await this.#closing;
  }
}
