import { join } from 'node:path';
import { OutcomeError } from '@qis/core';
import { type DownloadProgress, downloadFile, RefusedDownload } from './download-file.ts';
import { DESCRIPTIONS, type Dtype, firstWeights, missingFrom, weightFiles } from './model-files.ts';

/** Where a model's files are, and whether they may be fetched. */
export interface ModelSource {
  readonly model: string;
  /** Of the hub: a branch, a tag or a commit. */
  readonly revision: string;
  readonly dtype: Dtype;
  /** Absolute. Has, or will have, the model's files in the hub's layout. */
  readonly folder: string;
  /** Absent: nothing is fetched. */
  readonly hub?: Hub;
}

interface Hub {
  readonly url: string;
  readonly token: string | undefined;
  readonly onDownload: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Fetches what is missing of a model, and returns the names of its weight files.
 * @throws OutcomeError `EMBEDDER_FAILED` with the command that helps.
 */
export async function completeModel(source: ModelSource): Promise<readonly string[]> {
  await complete(source, DESCRIPTIONS);
  const weights = await weightFiles(source.folder, source.dtype).catch((cause: Error) => {
    throw unreadable(source, cause);
  });
  await complete(source, weights);
  return weights;
}

/** The error for files that are there and cannot be used. */
export function unreadable(source: ModelSource, cause: unknown): OutcomeError {
  const reason = cause instanceof Error ? (cause.message.split('\n')[0] as string) : 'no reason given';
  const advice = source.hub
    ? `Remove the folder, and the next start downloads it anew: rm -r '${source.folder}'`
    : `Put its files there again: ${fetchCommand(source)}`;
  const message = `The model ${source.model} (${source.dtype}) in ${source.folder} cannot be read (${reason}). ${advice}`;
  return new OutcomeError('EMBEDDER_FAILED', message, { cause });
}

async function complete(source: ModelSource, files: readonly string[]): Promise<void> {
  const missing = missingFrom(source.folder, files);
  if (missing.length === 0) return;
  const { hub } = source;
  if (!hub) {
    const message = `The model ${source.model} (${source.dtype}) is not complete in ${source.folder}: ${missing.join(', ')} missing, and nothing may be downloaded here. Where there is a network, run: ${fetchCommand(source)}`;
    throw new OutcomeError('EMBEDDER_FAILED', message);
  }
  for (const file of missing) await fetchFile(source, hub, file);
}

async function fetchFile(source: ModelSource, hub: Hub, file: string): Promise<void> {
  const { model, revision, folder } = source;
  const url = new URL(
    `${hub.url.replace(/\/$/, '')}/${model}/resolve/${encodeURIComponent(revision)}/${file}`,
  );
  try {
    await downloadFile(url, join(folder, file), hub.token, (loaded, total) =>
      hub.onDownload?.({ file, loaded, ...(total !== undefined && { total }) }),
    );
  } catch (cause) {
    throw cause instanceof RefusedDownload
      ? refused(source, url, file, cause)
      : interrupted(source, url, file, cause);
  }
}

function refused(
  { model, revision, dtype }: ModelSource,
  url: URL,
  file: string,
  cause: RefusedDownload,
): OutcomeError {
  // The hub answers 401 for what does not exist, too.
  const advice = [401, 403, 404].includes(cause.status)
    ? `Check the model's name: it must have ONNX weights, in ${firstWeights(dtype)} for ${dtype}. A private model needs HF_TOKEN.`
    : 'Try again later.';
  const message = `${url.host} does not give ${file} of ${model} at ${revision} (status ${cause.status}). ${advice}`;
  return new OutcomeError('EMBEDDER_FAILED', message, { cause, retryable: cause.status >= 500 });
}

function interrupted(source: ModelSource, url: URL, file: string, cause: unknown): OutcomeError {
  const reason = reasonOf(cause);
  const message = `${file} of ${source.model} could not be downloaded from ${url.host} to ${source.folder} (${reason}). Try again; behind a proxy set NODE_USE_ENV_PROXY=1, or fetch it by other means: ${fetchCommand(source)}`;
  return new OutcomeError('EMBEDDER_FAILED', message, { cause, retryable: true });
}

/** `fetch` says "fetch failed", and why in the cause. */
function reasonOf(error: unknown): string {
  const { message, code, cause } = (error ?? {}) as { message?: string; code?: string; cause?: unknown };
  return cause ? reasonOf(cause) : (code ?? message ?? 'no reason given');
}

/** Fetches the model with the hub's own program, to where it is looked for. */
function fetchCommand({ model, revision, dtype, folder }: ModelSource): string {
  const files = [...DESCRIPTIONS, firstWeights(dtype)].join(' ');
  const at = revision === 'main' ? '' : ` --revision ${revision}`;
  return `hf download ${model} ${files}${at} --local-dir '${folder}'`;
}
