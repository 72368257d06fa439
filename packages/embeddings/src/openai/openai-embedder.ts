import { type Embedder, type EmbedOptions, type Fingerprint, type Floor, OutcomeError } from '@qis/core';
import { type Endpoint, type Fetch, postJson } from './post-json.ts';
import { readAnswer } from './read-answer.ts';

export interface OpenAiEmbedderOptions {
  /** Where the API is, as in `http://localhost:11434/v1`: `/embeddings` is appended. */
  readonly baseUrl: string;
  /** As the server calls it. */
  readonly model: string;
  /** Sent as a bearer token. Default: none is sent. */
  readonly apiKey?: string;
  /** Length of a vector, asked of the server: for models that can shorten theirs. Default: what the first answer has. */
  readonly dimensions?: number;
  /** Which weights the server has, for the fingerprint: it does not tell. Default `unknown`. */
  readonly revision?: string;
  /** Default `none`: a floor has to be measured for each model. */
  readonly floor?: Floor;
  /** Texts a request, 1 or more. Default 64. */
  readonly batchSize?: number;
  /** Longest time one request may take, in milliseconds. Default 30,000. */
  readonly deadlineMs?: number;
  /** How often a request is repeated that failed in passing. Default 3. */
  readonly retries?: number;
  /** Default: the global one. */
  readonly fetch?: Fetch;
  /** For the jitter between retries: 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

const DEFAULT_BATCH_SIZE = 64;
const DEFAULT_DEADLINE_MS = 30_000;
const DEFAULT_RETRIES = 3;

/**
 * Embeds by any server with an OpenAI-compatible `POST …/embeddings`: Ollama, vLLM, a hosted one. What it answers is
 * checked, and brought to length 1. Needs nothing of Node.
 */
export class OpenAiEmbedder implements Embedder {
  readonly #options: OpenAiEmbedderOptions;
  readonly #endpoint: Endpoint;
  #opening: Promise<number> | undefined;
  #dimensions: number | undefined;

  /** Starts nothing. Throws an OutcomeError `INVALID_OPTION`, which never quotes a URL or a key. */
  constructor(options: OpenAiEmbedderOptions) {
    this.#options = options;
    this.#endpoint = endpointFrom(options);
    if (options.model.trim() === '') throw invalid('model', 'must name a model of the server');
    for (const name of ['dimensions', 'batchSize', 'deadlineMs'] as const)
      assertWhole(name, options[name], 1);
    assertWhole('retries', options.retries, 0);
  }

  /** Asks the server for one vector unless `dimensions` is given. May be called again after it failed. */
  async open(): Promise<{ readonly fingerprint: Fingerprint; readonly floor: Floor }> {
    const { model, revision = 'unknown', floor = { rule: 'none' } } = this.#options;
    this.#opening ??= this.#findDimensions();
    const opening = this.#opening;
    try {
      const dimensions = await opening;
      // A close in the meantime wins.
      if (this.#opening === opening) this.#dimensions = dimensions;
      const fingerprint = { model, revision, dtype: 'api', pooling: 'api', normalisation: 'l2', dimensions };
      return { fingerprint, floor };
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  /**
   * One vector of length 1 a text, in order.
   * @throws OutcomeError `EMBEDDER_FAILED` that says what to do, `CLOSED` when not open; an Error for a text that is
   * blank; the signal's reason when it aborts.
   */
  async embed(texts: readonly string[], options: EmbedOptions = {}): Promise<readonly Float32Array[]> {
    const dimensions = this.#dimensions;
    if (!dimensions) throw new OutcomeError('CLOSED', 'This embedder is not open: call open() first.');
    const blank = texts.findIndex((text) => text.trim() === '');
    if (blank !== -1) throw new Error(`Text ${blank} is blank: there is nothing to embed.`);
    const { batchSize = DEFAULT_BATCH_SIZE } = this.#options;
    const vectors: Float32Array[] = [];
    for (let begin = 0; begin < texts.length; begin += batchSize) {
      vectors.push(
        ...(await this.#request(texts.slice(begin, begin + batchSize), dimensions, options.signal)),
      );
    }
    return vectors;
  }

  /** Holds nothing; calls under way go on. `open` brings it back. */
  async close(): Promise<void> {
    this.#opening = undefined;
    this.#dimensions = undefined;
  }

  async #findDimensions(): Promise<number> {
    if (this.#options.dimensions !== undefined) return this.#options.dimensions;
    const [vector] = await this.#request(['a'], undefined, undefined);
    return (vector as Float32Array).length;
  }

  async #request(
    input: readonly string[],
    expected: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    const { model, dimensions } = this.#options;
    const body = { model, input, encoding_format: 'float', ...(dimensions !== undefined && { dimensions }) };
    return readAnswer(await postJson(this.#endpoint, body, signal), input.length, expected);
  }
}

function endpointFrom(options: OpenAiEmbedderOptions): Endpoint {
  const { baseUrl, apiKey, deadlineMs = DEFAULT_DEADLINE_MS, retries = DEFAULT_RETRIES } = options;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid('baseUrl', 'must be an http or https URL');
  if (url.username !== '' || url.password !== '') throw invalid('baseUrl', 'must hold no secret: use apiKey');
  // The error of a header that cannot be would quote it.
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey)) throw invalid('apiKey', 'must be printable, without spaces');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/embeddings`;
  return {
    url,
    headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
    fetch: options.fetch ?? ((...request) => fetch(...request)),
    deadlineMs,
    retries,
    random: options.random ?? Math.random,
  };
}

function assertWhole(field: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw invalid(field, `must be a whole number, ${least} or more`);
}

function invalid(field: string, fault: string): OutcomeError {
  return new OutcomeError('INVALID_OPTION', `${field} ${fault}.`, { field });
}
