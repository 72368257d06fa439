import type { TransportUnderTest } from '@qis/core/conformance';
import { MemoryTransport } from '../memory-transport.ts';
import { DIMENSIONS, embedText } from './embed-text.ts';
import { overriding } from './overriding.ts';

/** The transport itself. */
export const memory: TransportUnderTest = {
  capabilities: { replies: true },
  createCollection: () => ({ connect: () => new MemoryTransport() }),
};

/** One store that outlives its instances, as a server or a file does. */
export const durable: TransportUnderTest = {
  capabilities: { replies: true, durable: true },
  createCollection: () => {
    const kept = new MemoryTransport();
    const { capabilities } = durable;
    return { connect: () => overriding(kept, { capabilities, close: async () => undefined }) };
  },
};

/** The same, and it makes the vectors itself. */
export const embedding: TransportUnderTest = {
  capabilities: { replies: true, durable: true, embeds: true },
  createCollection: () => {
    const kept = new MemoryTransport();
    const fingerprint = {
      model: 'trigrams',
      revision: '1',
      dtype: 'fp32',
      pooling: 'sum',
      normalisation: 'l2',
      dimensions: DIMENSIONS,
    };
    const { capabilities } = embedding;
    return {
      connect: () =>
        overriding(kept, {
          capabilities,
          open: async () => ({
            ...(await kept.open({ fingerprint })),
            floor: { rule: 'score', min_score: 0.2 },
            embed: async (texts) => texts.map(embedText),
          }),
          write: (records) =>
            kept.write(
              records.map((record) => ({ vector: embedText(record.packet.problem_description), ...record })),
            ),
          search: ({ text = '', ...query }) => kept.search({ vector: embedText(text), ...query }),
          close: async () => undefined,
        }),
    };
  },
};

/** Keeps `in_reply_to` like any other field, but does not promise it. */
export const withoutReplies: TransportUnderTest = {
  capabilities: {},
  createCollection: () => ({ connect: () => overriding(new MemoryTransport(), { capabilities: {} }) }),
};
