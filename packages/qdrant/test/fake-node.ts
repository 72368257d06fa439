import type { QdrantApi } from '../src/qdrant-api.ts';

/** A server whose version is this; that fails with this; or that never answers until it is told to stop. */
export function fakeNode(answer: string | Error): QdrantApi {
  const fail = (): Promise<never> => Promise.reject(new Error('a fake server knows its version alone'));
  return {
    protocol: 'REST',
    version: ({ signal }) => {
      if (answer instanceof Error) return Promise.reject(answer);
      if (answer !== 'never') return Promise.resolve(answer);
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    },
    describe: fail,
    create: fail,
    addMetadata: fail,
    createIndex: fail,
    upsert: fail,
    nearest: fail,
    page: fail,
    get: fail,
    remove: fail,
    count: fail,
  };
}
