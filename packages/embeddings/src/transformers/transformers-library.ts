import { OutcomeError } from '@qis/core';
import type { PipelineModel, PipelineTokenizer } from './pipeline.ts';

/** The part of `@huggingface/transformers` that is used here. */
export interface TransformersLibrary {
  readonly env: { logLevel: number };
  readonly LogLevel: { readonly WARNING: number; readonly NONE: number };
  readonly AutoTokenizer: {
    from_pretrained(folder: string, options: { local_files_only: true }): Promise<PipelineTokenizer>;
  };
  readonly AutoModel: {
    from_pretrained(
      folder: string,
      options: { local_files_only: true; dtype: string; device: 'cpu'; session_options: SessionOptions },
    ): Promise<LoadedModel>;
  };
}

export interface SessionOptions {
  readonly intraOpNumThreads: number;
  readonly interOpNumThreads: number;
  /** 4: fatal errors only. */
  readonly logSeverityLevel: number;
}

type LoadedModel = PipelineModel & { dispose(): Promise<unknown> };

/** Imports the library. Another one can be given, to try what happens where the import fails. */
export type ImportTransformers = () => Promise<TransformersLibrary>;

const importTransformers: ImportTransformers = async () =>
  (await import('@huggingface/transformers')) as unknown as TransformersLibrary;

/**
 * @throws OutcomeError `EMBEDDER_FAILED`, with the command that helps, where the library is missing or does not load.
 */
export async function loadTransformers(
  load: ImportTransformers = importTransformers,
): Promise<TransformersLibrary> {
  try {
    const library = await load();
    // Where a run fails it would print the tokens of the text. A level that the program has set itself stays.
    if (library.env.logLevel === library.LogLevel.WARNING) library.env.logLevel = library.LogLevel.NONE;
    return library;
  } catch (cause) {
    throw new OutcomeError('EMBEDDER_FAILED', messageFor(cause), { cause });
  }
}

function messageFor(cause: unknown): string {
  const { code, message = 'no reason given' } = (cause ?? {}) as { code?: string; message?: string };
  // A dependency of the library that is missing is another matter.
  if (code === 'ERR_MODULE_NOT_FOUND' && message.includes("'@huggingface/transformers'")) {
    return 'This embedder needs a package that is not installed. Install it beside @qis/embeddings: npm install @huggingface/transformers@4';
  }
  const reason = message.split('\n')[0];
  return `@huggingface/transformers does not load here (${reason}). Install it again, on this machine: npm install @huggingface/transformers@4. Where onnxruntime has no binary for it, use the static embedder.`;
}
