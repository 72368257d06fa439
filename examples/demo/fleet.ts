import { Agent } from './agent.ts';

/** Agents that share one store, and nothing else. */
export class Fleet {
  readonly agents: readonly Agent[];
  #closing: Promise<unknown> | undefined;

  constructor(size: number, transportUrl: string) {
    this.agents = Array.from({ length: size }, (_, i) => new Agent(i + 1, transportUrl));
  }

  /** Starts the processes, all at once. */
  async connect(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.connect()));
  }

  /** Ends the processes, whatever they are about. Closing again is no error. */
  async close(): Promise<void> {
    this.#closing ??= Promise.all(this.agents.map((agent) => agent.close()));
    await this.#closing;
  }
}
