import type { OutcomePacket, OutcomeRecord } from '@qis/core';
import { NOW } from '../crossover/real-text.ts';
import { LIMIT, type PeerSource, peerSource, type Search } from './peer.ts';

/** Vectors are at hand, so it never embeds. */
const NO_EMBEDDINGS = {
  embedDocuments: () => Promise.reject(new Error('It is given vectors.')),
  embedQuery: () => Promise.reject(new Error('It is given vectors.')),
};

interface Metadata {
  readonly packet: OutcomePacket;
  readonly expires_at: number;
}

/** `MemoryVectorStore`, with the packet as the metadata of a document. It compares one by one, in JavaScript. */
export const langchainMemory: PeerSource = peerSource(
  'LangChain',
  () => import('@langchain/classic/vectorstores/memory'),
  ({ MemoryVectorStore }) => {
    const store = new MemoryVectorStore(NO_EMBEDDINGS);
    const nearest = (accept?: (metadata: Metadata) => boolean): Search => {
      const filter = accept && ((document: { metadata: unknown }) => accept(document.metadata as Metadata));
      return async (vector) => {
        const found = await store.similaritySearchVectorWithScore(Array.from(vector), LIMIT, filter);
        return found.map(([{ id, metadata }, score]) => ({
          id: id as string,
          packet: (metadata as Metadata).packet,
          score,
        }));
      };
    };
    const add = (records: readonly OutcomeRecord[]): Promise<void> => {
      const documents = records.map(({ id, packet, expires_at }) => ({
        id,
        pageContent: packet.problem_description,
        metadata: { packet, expires_at },
      }));
      return store.addVectors(
        records.map(({ vector }) => Array.from(vector as Float32Array)),
        documents,
      );
    };
    return {
      name: 'LangChain',
      load: add,
      search: nearest((metadata) => metadata.expires_at >= NOW),
      searchAll: nearest(),
      deposit: add,
      close: async () => undefined,
    };
  },
);
