import type { FeaturePipeline } from './pipeline.ts';

/** A pipeline whose session is open. */
export interface OpenModel {
  readonly pipeline: FeaturePipeline;
  /** Which weights, by their content. */
  readonly revision: string;
  dispose(): Promise<unknown>;
}

/** A model in use, until it is released. */
export interface BorrowedModel extends Omit<OpenModel, 'dispose'> {
  /** Once. The last one closes the session. */
  release(): Promise<void>;
}

interface Shared {
  readonly opening: Promise<OpenModel>;
  users: number;
}

/** One session a process and model, however many embedders use it: each takes memory for all the weights. */
const models = new Map<string, Shared>();

/** The open model of this key; the first to ask opens it. A failure to open is each asker's, and is not kept. */
export async function borrowModel(key: string, open: () => Promise<OpenModel>): Promise<BorrowedModel> {
  const shared = models.get(key) ?? { opening: open(), users: 0 };
  models.set(key, shared);
  shared.users++;
  try {
    const { pipeline, revision } = await shared.opening;
    return { pipeline, revision, release: () => release(key, shared) };
  } catch (error) {
    await release(key, shared);
    throw error;
  }
}

async function release(key: string, shared: Shared): Promise<void> {
  if (--shared.users > 0) return;
  // The key may stand for another one by now: the last user of a failed one comes late.
  if (models.get(key) === shared) models.delete(key);
  const opened = await shared.opening.catch(() => undefined);
  await opened?.dispose();
}
