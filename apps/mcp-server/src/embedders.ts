import { type Embedder, OutcomeError } from '@qis/core';

/** Every embedder by its name. Loaded when first used. */
const EMBEDDERS: Readonly<Record<string, () => Promise<Embedder>>> = {
  static: async () => {
    const { StaticEmbedder } = await import('@qis/embeddings/static');
    return new StaticEmbedder();
  },
};

export const EMBEDDER_NAMES: readonly string[] = Object.keys(EMBEDDERS);

export const DEFAULT_EMBEDDER = 'static';

/**
 * Makes an embedder; a router opens it.
 * @throws OutcomeError `INVALID_OPTION` unless it is one of {@link EMBEDDER_NAMES}.
 */
export async function createEmbedder(name: string): Promise<Embedder> {
  const create = Object.hasOwn(EMBEDDERS, name) ? EMBEDDERS[name] : undefined;
  if (create) return create();
  throw new OutcomeError('INVALID_OPTION', `embedder must be one of ${EMBEDDER_NAMES.join(', ')}.`, {
    field: 'embedder',
  });
}
