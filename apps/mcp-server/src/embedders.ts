import { type Embedder, OutcomeError } from '@qis/core';
import type { ModelOptions } from '@qis/embeddings/transformers';

/** What an embedder may need of the process that it runs in. */
export interface EmbedderSurroundings {
  /** For `openai:`; from the environment, never from a flag. */
  readonly apiKey?: string | undefined;
  /** Told, at every piece that arrives, how far the download of a model is. */
  readonly onDownload?: NonNullable<ModelOptions['onDownload']> | undefined;
}

/** Makes the embedder that was chosen; a router opens it. Loads its code. */
export type MakeEmbedder = (surroundings: EmbedderSurroundings) => Promise<Embedder>;

/** How an embedder is named. */
export const EMBEDDER_FORMS = 'static, minilm, OWNER/MODEL, openai:URL#MODEL';

export const DEFAULT_EMBEDDER = 'static';

/** The variable that holds the key for `openai:`. */
export const API_KEY_VARIABLE = 'QIS_OPENAI_API_KEY';

const makeStatic: MakeEmbedder = async () => {
  const { StaticEmbedder } = await import('@qis/embeddings/static');
  return new StaticEmbedder();
};

const OPENAI = 'openai:';
const HUB_MODEL = /^\w[\w.-]*\/\w[\w.-]*$/;

/**
 * Reads the name of an embedder: `static`; `minilm`, which is all-MiniLM-L6-v2; a model of the hub; or a model of an
 * OpenAI-compatible server, by the URL under which its `/embeddings` lies.
 * @param at what it is called in messages. The name itself is never quoted: it may hold a secret.
 * @throws OutcomeError `INVALID_OPTION`
 */
export function chooseEmbedder(text: string, at = 'embedder'): MakeEmbedder {
  if (text === 'static') return makeStatic;
  if (text === 'minilm') return transformers({});
  if (HUB_MODEL.test(text)) return transformers({ model: text });
  if (text.startsWith(OPENAI)) return openAi(text.slice(OPENAI.length), at);
  throw refused(at, `must be one of ${EMBEDDER_FORMS}`);
}

function transformers(model: ModelOptions): MakeEmbedder {
  return async ({ onDownload }) => {
    const { TransformersEmbedder } = await import('@qis/embeddings/transformers');
    return new TransformersEmbedder({ ...model, ...(onDownload && { onDownload }) });
  };
}

function openAi(text: string, at: string): MakeEmbedder {
  // Not the URL's own part behind the #: it would escape what a model's name may hold.
  const [address = '', model] = text.split(/#(.*)/s);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || !model?.trim()) {
    throw refused(at, 'must name a server and a model of it, as in openai:http://localhost:11434/v1#MODEL');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw refused(
      at,
      `holds a user name, a password or parameters: a key comes from ${API_KEY_VARIABLE}, never from a URL`,
    );
  }
  return async ({ apiKey }) => {
    const { OpenAiEmbedder } = await import('@qis/embeddings/openai');
    return new OpenAiEmbedder({ baseUrl: url.href, model, ...(apiKey && { apiKey }) });
  };
}

function refused(at: string, fault: string): OutcomeError {
  return new OutcomeError('INVALID_OPTION', `${at} ${fault}.`, { field: 'embedder' });
}
