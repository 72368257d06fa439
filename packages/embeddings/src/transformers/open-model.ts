import { revisionOf } from './model-files.ts';
import { completeModel, type ModelSource, unreadable } from './model-source.ts';
import type { OpenModel } from './shared-models.ts';
import { loadTransformers, type SessionOptions } from './transformers-library.ts';

/**
 * A single text is too small to share: two threads take twice the processor's time for it and are no faster. And
 * onnxruntime prints nothing.
 */
const SESSION_OPTIONS: SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 };

/**
 * Fetches what is missing and opens a session. The library only ever sees a folder: given a model's name it asks the
 * network about files even where it was told not to.
 * @throws OutcomeError `EMBEDDER_FAILED` with the command that helps.
 */
export async function openModel(source: ModelSource): Promise<OpenModel> {
  const { AutoTokenizer, AutoModel } = await loadTransformers();
  const weights = await completeModel(source);
  const { folder, dtype } = source;
  try {
    const revision = await revisionOf(folder, weights);
    const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
    const model = await AutoModel.from_pretrained(folder, {
      local_files_only: true,
      dtype,
      device: 'cpu',
      session_options: SESSION_OPTIONS,
    });
    return { pipeline: { tokenizer, model }, revision, dispose: () => model.dispose() };
  } catch (cause) {
    throw unreadable(source, cause);
  }
}
