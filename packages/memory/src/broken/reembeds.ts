import type { OpenedCollection, OutcomeTransport, ReembedTask } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { memory } from './honest.ts';
import { broken, everything, type Overrides } from './overriding.ts';
import { reembedding } from './reembedding.ts';

export const brokenReembeds: Readonly<Record<string, TransportUnderTest>> = {
  /** Leaves the expired ones out: they are not found, and copied with vectors of the older space. */
  'reembeds.replaces-all': broken(
    reembedding,
    () => (store) =>
      reembeddingBy(store, async (task, reembed) => {
        const { records } = await store.scan({ limit: 10_000, filter: { now: 1_763_900_000 } });
        const live = new Set(records.map(({ packet }) => packet.problem_description));
        const [old] = (
          await store.scan({ limit: 1, filter: { now: 0, includeExpired: true }, withVectors: true })
        ).records;
        return reembed({
          ...task,
          embed: async (texts) =>
            (await task.embed(texts)).map((vector, i) =>
              live.has(texts[i] as string) ? vector : (old?.vector as Float32Array),
            ),
        });
      }),
  ),
  /** The instance still takes itself for one of the older space. */
  'reembeds.goes-on': broken(reembedding, () => (store) => {
    let done = false;
    return {
      ...reembeddingBy(store, async (task, reembed) => {
        const opened = await reembed(task);
        done = true;
        return opened;
      }),
      search: async (query) => {
        const { hits, unreadable } = await store.search(query);
        return { hits: done ? hits.slice(1) : hits, unreadable };
      },
    };
  }),
  /** Does not look what it moves from. */
  'reembeds.only-from': broken(
    reembedding,
    () => (store) =>
      reembeddingBy(store, async (task, reembed, opened) =>
        reembed({ ...task, from: opened.fingerprint ?? task.from }),
      ),
  ),
  /** Writes each batch as it comes. */
  'reembeds.all-or-nothing': broken(
    reembedding,
    () => (store) =>
      reembeddingBy(store, async (task, reembed) => {
        for (const record of await everything(store)) {
          const [vector] = await task.embed([record.packet.problem_description]);
          await store.write([{ ...record, ...(vector && { vector }) }]);
        }
        return reembed(task);
      }),
  ),
  /** What was written meanwhile keeps its older vector. */
  'reembeds.late-writes': broken(
    reembedding,
    () => (store) =>
      reembeddingBy(store, async (task, reembed) => {
        const known = new Set((await everything(store)).map(({ packet }) => packet.problem_description));
        const [first] = await task.embed([...known]);
        return reembed({
          ...task,
          embed: async (texts) => {
            const vectors = await task.embed(texts);
            return vectors.map((vector, i) =>
              known.has(texts[i] as string) ? vector : (first as Float32Array),
            );
          },
        });
      }),
  ),
  /** Does not look whose space the store is in. */
  'reembeds.ends-the-older': broken(reembedding, () => {
    let latest: OutcomeTransport | undefined;
    return (store) => ({
      ...reembeddingBy(store, async (task, reembed) => {
        const opened = await reembed(task);
        latest = store;
        return opened;
      }),
      write: (records) => (latest ?? store).write(records),
      search: (query) => (latest ?? store).search(query),
    });
  }),
  'reembeds.absent': broken(memory, () => (store) => ({
    open: async (options) => {
      const opened = await store.open(options);
      return { ...opened, reembed: async () => opened };
    },
  })),
};

type Reembed = (task: ReembedTask) => Promise<OpenedCollection>;

function reembeddingBy(
  store: OutcomeTransport,
  how: (task: ReembedTask, reembed: Reembed, opened: OpenedCollection) => Promise<OpenedCollection>,
): Overrides {
  return {
    open: async (options) => {
      const opened = await store.open(options);
      return { ...opened, reembed: (task) => how(task, opened.reembed as Reembed, opened) };
    },
  };
}
