import { type Embedder, ManagedEmbedder, type OutcomeRouter } from '@qis/core';
import type { RouterOf } from '@qis/rest/gateway';
import { createRouter } from '../create-router.ts';
import {
  API_KEY_VARIABLE,
  chooseEmbedder,
  DEFAULT_EMBEDDER,
  type EmbedderSurroundings,
} from '../embedders.ts';
import type { PersonalData } from '../secret-gate/personal-rules.ts';
import { isGateway, transportUrl } from '../transports.ts';

export interface RoutersChoice {
  readonly transport: string;
  readonly collections: readonly string[];
  readonly embedder?: string;
  readonly refuse?: readonly PersonalData[];
  readonly onDownload?: EmbedderSurroundings['onDownload'];
}

/** A router for each collection of a store, made when it is first asked for; all share one embedder, loaded once. */
export class Routers {
  readonly #choice: RoutersChoice;
  readonly #routers = new Map<string, Promise<OutcomeRouter>>();
  #embedder: Promise<ManagedEmbedder> | undefined;

  constructor(choice: RoutersChoice) {
    this.#choice = choice;
  }

  readonly of: RouterOf = (collection) => {
    if (!this.#choice.collections.includes(collection)) return undefined;
    const made = this.#routers.get(collection) ?? this.#make(collection);
    this.#routers.set(collection, made);
    return made;
  };

  async close(): Promise<void> {
    const made = await Promise.allSettled(this.#routers.values());
    await Promise.all(made.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    await (await this.#embedder)?.close();
  }

  async #make(collection: string): Promise<OutcomeRouter> {
    try {
      const { transport, refuse } = this.#choice;
      const embedder = await this.#shared();
      return await createRouter({
        transport,
        collection,
        ...(embedder && { embedder }),
        ...(refuse && { refuse }),
      });
    } catch (error) {
      this.#routers.delete(collection); // the next request tries again
      throw error;
    }
  }

  /** The embedder as a router gets it: it is closed when all are. None over a gateway, unless one was named. */
  async #shared(): Promise<Embedder | undefined> {
    const { transport, embedder, onDownload } = this.#choice;
    const url = transportUrl(transport);
    if (embedder === undefined && url && isGateway(url)) return undefined;
    this.#embedder ??= loaded(embedder ?? DEFAULT_EMBEDDER, onDownload).catch((error: unknown) => {
      this.#embedder = undefined;
      throw error;
    });
    const shared = await this.#embedder;
    return {
      open: () => shared.open(),
      embed: (texts, options) => shared.embed(texts, options),
      close: async () => {},
    };
  }
}

async function loaded(name: string, onDownload: RoutersChoice['onDownload']): Promise<ManagedEmbedder> {
  return new ManagedEmbedder(
    await chooseEmbedder(name)({ apiKey: process.env[API_KEY_VARIABLE], onDownload }),
  );
}
