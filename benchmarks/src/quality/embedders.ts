import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Embedder } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';

/** An embedder that can be measured. */
export interface Candidate {
  create(): Embedder;
  /** What it reads to work, bytes. */
  size(): Promise<number>;
}

/** By the name that the command line takes. */
export const candidates: Readonly<Record<string, Candidate>> = {
  static: {
    create: () => new StaticEmbedder(),
    size: async () =>
      (await stat(createRequire(import.meta.url).resolve('@qis/embeddings/static/model.bin'))).size,
  },
};
