import { type Embedder, OutcomeRouter } from '@qis/core';
import {
  API_KEY_VARIABLE,
  chooseEmbedder,
  DEFAULT_EMBEDDER,
  type EmbedderSurroundings,
} from './embedders.ts';
import { createSecretGate } from './secret-gate/create-secret-gate.ts';
import type { PersonalData } from './secret-gate/personal-rules.ts';
import { chooseTransport, createTransport, DEFAULT_TRANSPORT, isGateway } from './transports.ts';

/** Store and embedder by name, as the flags of `qis-mcp` say them. */
export interface RouterChoice {
  /** A URL. Default `sqlite:`, a file in the user's data folder. */
  readonly transport?: string;
  /** One set of packets in the store. Default `qis_outcome_packets`. */
  readonly collection?: string;
  /**
   * `static`, `minilm`, a model `OWNER/MODEL` of the hub, or `openai:URL#MODEL`; or one that is made already, which the
   * router closes. Default `static`; over a gateway its own.
   */
  readonly embedder?: string | Embedder;
  /** Personal data that deposits are refused for, as credentials always are. Default none. */
  readonly refuse?: readonly PersonalData[];
  /** Told, at every piece that arrives, how far the download of a model is. */
  readonly onDownload?: EmbedderSurroundings['onDownload'];
}

/**
 * A router over the named store and embedder, which refuses deposits that look as if they held a credential. Opens
 * nothing yet. A key for `openai:` is read from the environment.
 * @throws OutcomeError `INVALID_OPTION`, naming what is not known.
 */
export async function createRouter(choice: RouterChoice = {}): Promise<OutcomeRouter> {
  const { transport = DEFAULT_TRANSPORT, collection, embedder, refuse = [] } = choice;
  const gate = createSecretGate({ refuse });
  const chosen = chooseTransport(transport, collection);
  if (isGateway(chosen.url) && embedder === undefined) {
    return new OutcomeRouter({
      transport: await createTransport({ ...chosen, remoteEmbedding: true }),
      gate,
    });
  }
  const makeEmbedder =
    typeof embedder === 'object' ? async () => embedder : chooseEmbedder(embedder ?? DEFAULT_EMBEDDER);
  return new OutcomeRouter({
    transport: await createTransport(chosen),
    gate,
    assumeFingerprint: chosen.assumeFingerprint ?? false,
    embedder: await makeEmbedder({ apiKey: process.env[API_KEY_VARIABLE], onDownload: choice.onDownload }),
  });
}
