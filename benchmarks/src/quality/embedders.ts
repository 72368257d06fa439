import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Embedder } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';
import { TransformersEmbedder } from '@qis/embeddings/transformers';

/** An embedder that can be measured. */
export interface Candidate {
  create(): Embedder;
  /** What it reads to work, bytes. */
  size(): Promise<number>;
}

/** Where models lie beside a checkout, each in OWNER/NAME. */
export const MODELS_FOLDER: string = fileURLToPath(new URL('../../../../shared/models', import.meta.url));

const MINILM = 'Xenova/all-MiniLM-L6-v2';

/**
 * By the name that the command line takes; those of all-MiniLM-L6-v2 only where the folder has it.
 * @param onMissing told why they are left out. Default: says it on stderr.
 */
export function findCandidates(
  modelsFolder: string,
  onMissing: (reason: string) => void = (reason) =>
    console.error(`NO MODEL: ${reason} Name the folder with --models.`),
): Readonly<Record<string, Candidate>> {
  const built: Candidate = {
    create: () => new StaticEmbedder(),
    size: () => bytes(createRequire(import.meta.url).resolve('@qis/embeddings/static/model.bin')),
  };
  if (!existsSync(join(modelsFolder, MINILM))) {
    onMissing(`${join(modelsFolder, MINILM)} does not exist. minilm is left out.`);
    return { static: built };
  }
  const minilm = (dtype: 'q8' | 'fp32', file: string): Candidate => ({
    create: () => new TransformersEmbedder({ dtype, cacheFolder: modelsFolder, offline: true }),
    size: () => bytes(join(modelsFolder, MINILM, 'onnx', file)),
  });
  return {
    static: built,
    'minilm-q8': minilm('q8', 'model_quantized.onnx'),
    'minilm-fp32': minilm('fp32', 'model.onnx'),
  };
}

async function bytes(path: string): Promise<number> {
  return (await stat(path)).size;
}
