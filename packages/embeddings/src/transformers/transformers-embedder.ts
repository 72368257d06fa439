import { join, resolve } from 'node:path';
import { type Embedder, type EmbedOptions, type Fingerprint, type Floor, OutcomeError } from '@qis/core';
import { modelCacheFolder } from './cache-folder.ts';
import type { DownloadProgress } from './download-file.ts';
import { encodeText } from './encode-text.ts';
import type { Dtype } from './model-files.ts';
import type { ModelSource } from './model-source.ts';
import { openModel } from './open-model.ts';
import type { FeaturePipeline } from './pipeline.ts';
import { type Pooling, poolTokens } from './pool-tokens.ts';
import { type BorrowedModel, borrowModel } from './shared-models.ts';

interface SpaceOptions {
  /** How token vectors become one. Default `mean`, as all-MiniLM-L6-v2 wants it; the model's card says. */
  readonly pooling?: Pooling;
  /** Default: measured for {@link DEFAULT_MODEL}, `none` for every other model. */
  readonly floor?: Floor;
}

/** A model that this embedder opens itself. */
export interface ModelOptions extends SpaceOptions {
  /** Its name on the hub, `OWNER/NAME`; it must have ONNX weights. Default {@link DEFAULT_MODEL}. */
  readonly model?: string;
  /** A branch, tag or commit of the hub. Default `main`. */
  readonly revision?: string;
  /** Default `q8`: a quarter of the size of `fp32`, about twice as fast, and nearly as good. */
  readonly dtype?: Dtype;
  /**
   * Where models are kept, each in `OWNER/NAME`. Default: `qis/models` in the user's cache folder, which is
   * `$XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`, or `qis\cache\models` in `%LOCALAPPDATA%`.
   */
  readonly cacheFolder?: string;
  /** A folder with this one model's files. Nothing is downloaded. */
  readonly localFolder?: string;
  /** Downloads nothing: what is not in the cache folder is an error. Default false; what is there is never asked for. */
  readonly offline?: boolean;
  /** Another hub than `$HF_ENDPOINT` or https://huggingface.co. `$HF_TOKEN` is sent along. */
  readonly hub?: string;
  /** Told, at every piece that arrives, how far a download is. */
  readonly onDownload?: (progress: DownloadProgress) => void;
  /** With a pipeline, see {@link GivenPipelineOptions}. */
  readonly pipeline?: never;
}

/** A pipeline that the program has opened, and closes. */
export interface GivenPipelineOptions extends SpaceOptions {
  readonly pipeline: FeaturePipeline;
  /** For the fingerprint, which the pipeline cannot tell: two that differ must not say the same here. */
  readonly model: string;
  readonly dtype: string;
  /** Default `unknown`. */
  readonly revision?: string;
}

export const DEFAULT_MODEL = 'Xenova/all-MiniLM-L6-v2';

/** As fitted and recorded in `benchmarks/results/floor.json`. The README says what they keep and what they let through. */
const MINILM_FLOORS: Readonly<Record<Dtype, Floor>> = {
  q8: { rule: 'crowding', min_score: 0.335, base: 0.01, slope: 0.775, repeat_score: 0.8 },
  fp32: { rule: 'crowding', min_score: 0.335, base: 0.005, slope: 0.775, repeat_score: 0.8 },
};

// Each part begins with a letter or digit, so that none leads out of the cache folder or is a flag of a command.
const MODEL = /^\w[\w.-]*(?:\/\w[\w.-]*)?$/;
const REVISION = /^\w[\w.-]*(?:\/\w[\w.-]*)*$/;

interface Opened {
  readonly borrowed: BorrowedModel;
  readonly fingerprint: Fingerprint;
}

/**
 * Embeds by a feature-extraction model, all-MiniLM-L6-v2 unless told otherwise, through `@huggingface/transformers`,
 * which must be installed and is loaded at `open`. At most 256 tokens of a text count. Texts are embedded one at a time,
 * so that a vector does not depend on its neighbours. Embedders of one model in one process share its session.
 */
export class TransformersEmbedder implements Embedder {
  readonly #borrow: () => Promise<BorrowedModel>;
  readonly #space: Omit<Fingerprint, 'revision' | 'dimensions'>;
  readonly #floor: Floor;
  readonly #inFlight = new Set<Promise<unknown>>();
  #opening: Promise<Opened> | undefined;
  #opened: Opened | undefined;

  /** Starts nothing. Throws an OutcomeError `INVALID_OPTION` for names that cannot be. */
  constructor(options: ModelOptions | GivenPipelineOptions = {}) {
    const { model = DEFAULT_MODEL, dtype = 'q8', pooling = 'mean' } = options;
    this.#space = { model, dtype, pooling, normalisation: 'l2' };
    this.#floor = options.floor ?? measuredFloor(model, dtype, pooling);
    if (options.pipeline) {
      const { pipeline, revision = 'unknown' } = options;
      this.#borrow = async () => ({ pipeline, revision, release: async () => undefined });
    } else {
      const source = sourceFrom(options);
      this.#borrow = () => borrowModel(`${source.dtype} ${source.folder}`, () => openModel(source));
    }
  }

  /**
   * Downloads the model unless it is there, and opens it. May be called again after it failed.
   * @throws OutcomeError `EMBEDDER_FAILED` with the command that helps.
   */
  async open(): Promise<{ readonly fingerprint: Fingerprint; readonly floor: Floor }> {
    this.#opening ??= this.#open();
    const opening = this.#opening;
    try {
      const opened = await opening;
      // A close in the meantime wins.
      if (this.#opening === opening) this.#opened = opened;
      return { fingerprint: opened.fingerprint, floor: this.#floor };
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  /**
   * One vector of length 1 a text, in order.
   * @throws OutcomeError `CLOSED` when not open; an Error for a text that is blank; the signal's reason when it aborts.
   */
  async embed(texts: readonly string[], options: EmbedOptions = {}): Promise<readonly Float32Array[]> {
    const opened = this.#opened;
    if (!opened) throw new OutcomeError('CLOSED', 'This embedder is not open: call open() first.');
    const blank = texts.findIndex((text) => text.trim() === '');
    if (blank !== -1) throw new Error(`Text ${blank} is blank: there is nothing to embed.`);
    const running = this.#vectorsOf(texts, opened.borrowed.pipeline, options.signal);
    this.#inFlight.add(running);
    try {
      return await running;
    } finally {
      this.#inFlight.delete(running);
    }
  }

  /** Waits for what is being embedded. The session goes when no other embedder of this process uses it; `open` brings it back. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    this.#opened = undefined;
    const opened = await opening?.catch(() => undefined); // whoever opened has that error
    await Promise.allSettled([...this.#inFlight]);
    await opened?.borrowed.release();
  }

  async #open(): Promise<Opened> {
    const borrowed = await this.#borrow();
    try {
      const vector = await this.#vectorOf('a', borrowed.pipeline);
      const { revision } = borrowed;
      return { borrowed, fingerprint: { ...this.#space, revision, dimensions: vector.length } };
    } catch (error) {
      await borrowed.release();
      throw error;
    }
  }

  async #vectorsOf(
    texts: readonly string[],
    pipeline: FeaturePipeline,
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      signal?.throwIfAborted();
      vectors.push(await this.#vectorOf(text, pipeline));
    }
    return vectors;
  }

  async #vectorOf(text: string, { tokenizer, model }: FeaturePipeline): Promise<Float32Array> {
    const { last_hidden_state, token_embeddings } = await model(encodeText(tokenizer, text));
    return poolTokens(last_hidden_state ?? token_embeddings, this.#space.pooling as Pooling);
  }
}

/** Of the default model; a dtype other than q8 rounds less, as fp32 does. */
function measuredFloor(model: string, dtype: string, pooling: Pooling): Floor {
  if (model !== DEFAULT_MODEL || pooling !== 'mean') return { rule: 'none' };
  return MINILM_FLOORS[dtype === 'q8' ? 'q8' : 'fp32'];
}

function sourceFrom(options: ModelOptions): ModelSource {
  const { model = DEFAULT_MODEL, revision = 'main', dtype = 'q8', localFolder, cacheFolder } = options;
  assertName('model', model, MODEL, 'a name of the hub, OWNER/NAME');
  assertName('revision', revision, REVISION, 'a branch, tag or commit of the hub');
  assertName('dtype', dtype, /^(?:q8|fp32)$/, 'q8 or fp32');
  if (localFolder !== undefined) return { model, revision, dtype, folder: resolve(localFolder) };
  const cache = resolve(cacheFolder ?? modelCacheFolder(process.env, process.platform));
  const folder = join(cache, model, revision === 'main' ? '' : revision);
  return { model, revision, dtype, folder, ...(!options.offline && { hub: hubFrom(options) }) };
}

function hubFrom({ hub, onDownload }: ModelOptions): NonNullable<ModelSource['hub']> {
  const url = hub ?? (process.env.HF_ENDPOINT || 'https://huggingface.co');
  if (!URL.canParse(url)) throw new OutcomeError('INVALID_OPTION', 'hub must be a URL.', { field: 'hub' });
  return { url, token: process.env.HF_TOKEN || undefined, onDownload };
}

function assertName(field: string, value: string, pattern: RegExp, what: string): void {
  if (pattern.test(value)) return;
  throw new OutcomeError('INVALID_OPTION', `${field} must be ${what}.`, { field });
}
