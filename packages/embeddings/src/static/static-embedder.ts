import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { Embedder, EmbedOptions, Floor, OpenedEmbedder } from '@qis/core';
import { type Model, readModel } from './model-file.ts';
import { Vectorizer } from './vectorizer.ts';

// By its exported name: so it is found from src, from dist, and from a program that bundles this code.
const MODEL_FILE = '@qis/embeddings/static/model.bin';

/** As fitted and recorded in `benchmarks/results/floor.json`. The README says what it keeps and what it lets through. */
const FLOOR: Floor = { rule: 'crowding', min_score: 0.335, base: 0, slope: 0.8, repeat_score: 0.8 };

/** Of model files of earlier versions: whose stores are embedded anew at open, where the transport can. */
const SUPERSEDED_REVISIONS = ['8623b4a163c8'];

/** Texts between two looks at the signal and at the event loop: some 20 ms. */
const TEXTS_AT_ONCE = 1_000;

interface Opened extends OpenedEmbedder {
  readonly vectorizer: Vectorizer;
}

/**
 * The built-in embedder: a table of vectors distilled from all-MiniLM-L6-v2, 256 dimensions, which `open` reads from the
 * package (8 MB). For English; of text in other scripts its vectors know the spelling only. The same text has the same
 * vector, bit for bit; texts that differ in case, accents or white space alone share one.
 */
export class StaticEmbedder implements Embedder {
  #opening: Promise<Opened> | undefined;
  #opened: Opened | undefined;

  /** Throws an Error where the model file is missing or damaged; may be called again then. Once open, does nothing more. */
  async open(): Promise<OpenedEmbedder> {
    this.#opening ??= load();
    const opening = this.#opening;
    try {
      const opened = await opening;
      // A close in the meantime wins.
      if (this.#opening === opening) this.#opened = opened;
      const { vectorizer: _, ...told } = opened;
      return told;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  /**
   * One vector of 256 dimensions and length 1 per text, in order. Throws an Error when not open or for a text that is
   * blank, and the signal's reason when it is aborted.
   */
  async embed(texts: readonly string[], options: EmbedOptions = {}): Promise<readonly Float32Array[]> {
    if (this.#opened === undefined) throw new Error('The static embedder is not open: call open() first.');
    const { vectorizer } = this.#opened;
    const blank = texts.findIndex((text) => text.trim() === '');
    if (blank !== -1) throw new Error(`Text ${blank} is blank: there is nothing to embed.`);
    const vectors: Float32Array[] = [];
    for (let begin = 0; begin < texts.length; begin += TEXTS_AT_ONCE) {
      if (begin > 0) await setImmediate();
      options.signal?.throwIfAborted();
      for (const text of texts.slice(begin, begin + TEXTS_AT_ONCE)) vectors.push(vectorizer.vectorOf(text));
    }
    return vectors;
  }

  /** Lets the table go. `open` brings it back. */
  async close(): Promise<void> {
    this.#opening = undefined;
    this.#opened = undefined;
  }
}

async function load(): Promise<Opened> {
  const model = await readModelFile();
  const fingerprint = {
    model: model.name,
    revision: model.revision,
    dtype: 'int4',
    pooling: 'sum',
    normalisation: 'l2',
    dimensions: model.dimensions,
  };
  return {
    vectorizer: new Vectorizer(model),
    fingerprint,
    floor: FLOOR,
    supersedes: SUPERSEDED_REVISIONS.map((revision) => ({ ...fingerprint, revision })),
  };
}

async function readModelFile(): Promise<Model> {
  try {
    return readModel(await readFile(createRequire(import.meta.url).resolve(MODEL_FILE)));
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] as string) : 'no reason given';
    throw new Error(`The built-in model cannot be read (${reason}): install @qis/embeddings again.`, {
      cause,
    });
  }
}
