import { OutcomeRouter } from '@qis/core';
import { createEmbedder, DEFAULT_EMBEDDER } from './embedders.ts';
import { chooseTransport, createTransport, DEFAULT_TRANSPORT } from './transports.ts';

/** Store and embedder by name, as the flags of `qis-mcp` say them. */
export interface RouterChoice {
  /** A URL. Default `sqlite:`, a file in the user's data folder. */
  readonly transport?: string;
  /** One set of packets in the store. Default `qis_outcome_packets`. */
  readonly collection?: string;
  /** Default `static`. */
  readonly embedder?: string;
}

/**
 * A router over the named store and embedder. Opens nothing yet.
 * @throws OutcomeError `INVALID_OPTION`, naming what is not known.
 */
export async function createRouter(choice: RouterChoice = {}): Promise<OutcomeRouter> {
  const { transport = DEFAULT_TRANSPORT, collection, embedder = DEFAULT_EMBEDDER } = choice;
  return new OutcomeRouter({
    transport: await createTransport(chooseTransport(transport, collection)),
    embedder: await createEmbedder(embedder),
  });
}
