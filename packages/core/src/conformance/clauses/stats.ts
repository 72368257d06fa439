import type { Clause } from '../clause.ts';
import { expectSame, expectThat } from '../expectations.ts';
import { draft, drafts, idOf, NOW, revised } from '../records.ts';

export const statsClauses: readonly Clause[] = [
  {
    id: 'stats.counts-live',
    sentence: '`stats` counts the records that are live at its `now`, the last second included.',
    async run(subject) {
      const store = await subject.open();
      await store.put([
        ...drafts(3),
        draft(4, { timestamp: NOW - 100, ttl: 100 }),
        draft(5, { timestamp: NOW - 200, ttl: 100 }),
      ]);
      expectSame('packets a while before to be', await store.count(NOW - 100), 5);
      expectSame('packets at the last second of one to be', await store.count(NOW), 4);
      expectSame('packets just after it to be', await store.count(NOW + 0.5), 3);
      expectSame('packets when all have expired to be', await store.count(NOW + 1_000_000), 0);
    },
  },
  {
    id: 'stats.counts-ids-once',
    sentence: 'A replaced record counts once, and a removed one not at all.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(3));
      await store.put(drafts(2).map((record) => revised(record, { timestamp: NOW - 1 })));
      await store.transport.remove([idOf(2), idOf(9)]);
      expectSame('packets to be', await store.count(), 2);
    },
  },
  {
    id: 'stats.details-are-plain',
    sentence:
      '`details` is a plain object of texts, finite numbers and booleans: it crosses wires and is read by people.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      const { details } = await store.transport.stats({ now: NOW });
      expectThat('details to be an object', typeof details === 'object' && details !== null, details);
      for (const [name, value] of Object.entries(details)) {
        const plain = ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
        expectThat(`details.${name} to be plain`, plain, String(value));
      }
    },
  },
];
