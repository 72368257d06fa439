import type { OpenedCollection, OutcomeTransport } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { embedText, unit } from './embed-text.ts';
import { embedding } from './honest.ts';
import { broken, type Overrides, stored } from './overriding.ts';

export const brokenEmbeds: Readonly<Record<string, TransportUnderTest>> = {
  'embeds.open-tells': broken(
    embedding,
    () => (store) => telling(store, ({ floor: _, ...opened }) => opened),
  ),
  /** Each instance learns a floor of its own. */
  'embeds.tells-all-the-same': broken(embedding, () => {
    let instances = 0;
    return (store) =>
      telling(store, (opened) => ({ ...opened, floor: { rule: 'score', min_score: instances++ / 10 } }));
  }),
  'embeds.unit-vectors': broken(
    embedding,
    () => (store) =>
      embeddingBy(store, (texts) => texts.map((text) => embedText(text).map((value) => value * 2))),
  ),
  /** Padding leaks from the longest text of a batch. */
  'embeds.alone-or-together': broken(
    embedding,
    () => (store) =>
      embeddingBy(store, (texts) => {
        const longest = Math.max(...texts.map((text) => text.length));
        return texts.map((text) =>
          unit(embedText(text).map((value, i) => (i === 0 ? value + (longest - text.length) / 50 : value))),
        );
      }),
  ),
  'embeds.takes-no-texts': broken(
    embedding,
    () => (store) =>
      embeddingBy(store, (texts) => {
        if (texts.length === 0) throw new Error('no texts');
        return texts.map(embedText);
      }),
  ),
  /** Embeds the summary too. */
  'embeds.by-description': broken(embedding, () => (store) => ({
    write: (records) =>
      store.write(
        records.map((record) => {
          const { problem_description, delta_summary } = record.packet;
          return { ...record, vector: embedText(`${problem_description} ${delta_summary}`) };
        }),
      ),
  })),
  /** Puts a prefix before queries. */
  'embeds.by-text': broken(embedding, () => (store) => ({
    search: (query) => store.search({ ...query, text: `query: ${query.text}` }),
  })),
  /** Embeds what is new only. */
  'embeds.embeds-anew': broken(embedding, () => (store) => ({
    write: async (records) => {
      for (const record of records) {
        const vector = (await stored(store, record.id))?.vector;
        await store.write([{ ...record, ...(vector && { vector }) }]);
      }
    },
  })),
};

function telling(store: OutcomeTransport, alter: (opened: OpenedCollection) => OpenedCollection): Overrides {
  return { open: async (options) => alter(await store.open(options)) };
}

function embeddingBy(
  store: OutcomeTransport,
  embed: (texts: readonly string[]) => readonly Float32Array[],
): Overrides {
  return telling(store, (opened) => ({ ...opened, embed: async (texts) => embed(texts) }));
}
