import type { OpenedCollection, ReembedTask } from '../../transport.ts';
import type { Bench } from '../bench.ts';
import type { Clause } from '../clause.ts';
import {
  expectDone,
  expectIds,
  expectRefused,
  expectSame,
  expectThat,
  expectVector,
} from '../expectations.ts';
import { draft, drafts, NOW, problem } from '../records.ts';
import { FINGERPRINT, OTHER_FINGERPRINT, vectorOf } from '../vectors.ts';

/** Where a text lies in the other space. */
const otherVectorOf = (text: string): Float32Array => vectorOf(`in the other space: ${text}`);

/** From the suite's space to the other one. */
const TASK: ReembedTask = {
  from: FINGERPRINT,
  to: OTHER_FINGERPRINT,
  embed: async (texts) => texts.map(otherVectorOf),
};

export const reembedsClauses: readonly Clause[] = [
  {
    id: 'reembeds.replaces-all',
    sentence:
      '`reembed` replaces the vector of every record, expired ones too, and the fingerprint; nothing else of a record changes.',
    needs: 'reembeds',
    async run(subject) {
      const store = await subject.openRaw();
      await store.put([...drafts(300), draft(300, { ttl: 1 })]);
      const before = await store.scan({ includeExpired: true });
      const opened = await reembed(store, TASK);
      expectSame('reembed to return', opened.fingerprint, OTHER_FINGERPRINT);
      const after = await store.scan({ includeExpired: true }, { withVectors: true });
      expectSame(
        'records to be',
        after.map(({ vector: _, ...rest }) => rest),
        before,
      );
      for (const { id, packet, vector } of after) {
        expectVector(`the vector of ${id} to be`, vector, otherVectorOf(packet.problem_description));
      }
      const { hits } = await store.search({}, { vector: otherVectorOf(problem(7)), limit: 1 });
      expectIds('a search in the new space to find', hits, [draft(7)]);
      const again = await subject.connect(OTHER_FINGERPRINT);
      await expectDone('opening for the new space', again.open());
    },
  },
  {
    id: 'reembeds.goes-on',
    sentence: 'After `reembed` the instance that did it goes on in the new space.',
    needs: 'reembeds',
    async run(subject) {
      const store = await subject.openRaw();
      await store.put(drafts(3));
      await reembed(store, TASK);
      await store.put([{ ...draft(3), vector: otherVectorOf(problem(3)) }]);
      for (const n of [1, 3]) {
        const { hits } = await store.search({}, { vector: otherVectorOf(problem(n)), limit: 1 });
        expectIds('a search to find', hits, [draft(n)]);
      }
    },
  },
  {
    id: 'reembeds.only-from',
    sentence:
      'Where the stored fingerprint is not `from`, `reembed` changes nothing, and returns the stored one.',
    needs: 'reembeds',
    async run(subject) {
      const store = await subject.openRaw();
      await store.put(drafts(3));
      const from = { ...FINGERPRINT, revision: 'yet another' };
      const opened = await reembed(store, { ...TASK, from });
      expectSame('reembed to return', opened.fingerprint, FINGERPRINT);
      await store.expectVectors(await store.scan({}, { withVectors: true }), 3);
    },
  },
  {
    id: 'reembeds.all-or-nothing',
    sentence: 'Where embedding fails half-way, `reembed` fails and nothing has changed.',
    needs: 'reembeds',
    async run(subject) {
      const store = await subject.openRaw();
      await store.put(drafts(300));
      let embedded = 0;
      const failing = async (texts: readonly string[]): Promise<readonly Float32Array[]> => {
        embedded += texts.length;
        if (texts.includes(problem(299)) || embedded > 300) throw new Error('the model is gone');
        return texts.map(otherVectorOf);
      };
      const failure: unknown = await reembed(store, { ...TASK, embed: failing }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expectThat('reembed to fail', failure !== undefined, 'it resolved');
      const reader = await subject.open();
      await reader.expectVectors(await reader.scan({}, { withVectors: true }), 300);
    },
  },
  {
    id: 'reembeds.late-writes',
    sentence:
      'A record that another instance writes while `reembed` embeds gets a vector of the new space too.',
    needs: 'reembeds',
    async run(subject) {
      const [store, other] = [await subject.openRaw(), await subject.openRaw()];
      await store.put(drafts(5));
      let late = 5;
      const embed: ReembedTask['embed'] = async (texts) => {
        if (late < 8) await other.put([draft(late++)]);
        return TASK.embed(texts);
      };
      await reembed(store, { ...TASK, embed });
      const records = await store.scan({}, { withVectors: true });
      expectIds('the store to hold', records, drafts(late));
      for (const { id, packet, vector } of records) {
        expectVector(`the vector of ${id} to be`, vector, otherVectorOf(packet.problem_description));
      }
    },
  },
  {
    id: 'reembeds.ends-the-older',
    sentence:
      'Once it is done, instances of the older space are refused with `EMBEDDER_MISMATCH`, in `write` and in `search`.',
    needs: 'reembeds',
    async run(subject) {
      const [older, store] = [await subject.open(), await subject.openRaw()];
      await older.put(drafts(3));
      await reembed(store, TASK);
      await expectRefused('a write into the older space', older.put([draft(3)]), 'EMBEDDER_MISMATCH');
      await expectRefused('a search in the older space', older.search(), 'EMBEDDER_MISMATCH');
      expectSame('packets to number', (await store.transport.stats({ now: NOW })).packets, 3);
    },
  },
  {
    id: 'reembeds.absent',
    sentence: 'A transport that does not declare `reembeds` offers no `reembed`.',
    lacks: 'reembeds',
    async run(subject) {
      const { opened } = await subject.openRaw();
      expectSame('the type of reembed to be', typeof opened.reembed, 'undefined');
    },
  },
];

async function reembed({ opened }: Bench, task: ReembedTask): Promise<OpenedCollection> {
  expectSame('the type of reembed to be', typeof opened.reembed, 'function');
  return (opened.reembed as NonNullable<OpenedCollection['reembed']>)(task);
}
