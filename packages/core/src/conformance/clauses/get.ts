import type { Clause } from '../clause.ts';
import { expectDone, expectIds, expectSame, expectThat } from '../expectations.ts';
import { draft, drafts, idOf, idsOf, NOW } from '../records.ts';

export const getClauses: readonly Clause[] = [
  {
    id: 'get.in-order',
    sentence: '`get` returns the records in the order of the ids.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(6));
      for (const order of [
        [0, 1, 2, 3, 4, 5],
        [5, 3, 1, 0, 2, 4],
        [4, 2, 0, 1, 3, 5],
      ]) {
        const ids = order.map(idOf);
        expectSame('the ids returned to be', idsOf([...(await store.get(ids))]), ids);
      }
    },
  },
  {
    id: 'get.each-once',
    sentence: 'An id that is asked for twice is returned once, where it was asked for first.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(3));
      const found = await store.get([2, 0, 2, 1, 0, 2].map(idOf));
      expectSame('the ids returned to be', idsOf([...found]), [2, 0, 1].map(idOf));
    },
  },
  {
    id: 'get.leaves-out-unknown',
    sentence: 'Ids that are not in the store are left out, and are no error.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      const found = await expectDone('get with unknown ids', store.get([7, 1, 8, 0, 9].map(idOf)));
      expectSame('the ids returned to be', idsOf([...found]), [1, 0].map(idOf));
      expectIds('get of unknown ids alone to return', await expectDone('get', store.get([idOf(7)])), []);
    },
  },
  {
    id: 'get.leaves-out-expired',
    sentence: '`get` leaves out what has expired by `now`.',
    async run(subject) {
      const store = await subject.open();
      await store.put([draft(1, { timestamp: NOW - 200, ttl: 100 }), draft(2)]);
      for (const options of [{}, { includeExpired: false }]) {
        expectIds('get to return', await store.get([idOf(1), idOf(2)], options), [draft(2)]);
      }
    },
  },
  {
    id: 'get.includes-expired',
    sentence: 'With `includeExpired`, `get` returns expired records in their places.',
    async run(subject) {
      const store = await subject.open();
      await store.put([draft(1, { timestamp: NOW - 200, ttl: 100 }), draft(2)]);
      const ids = [idOf(2), idOf(1)];
      expectSame('the ids returned to be', idsOf([...(await store.get(ids, { includeExpired: true }))]), ids);
    },
  },
  {
    id: 'get.omits-vectors',
    sentence: '`get` returns no vectors unless it is told `withVectors`.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      for (const options of [{}, { withVectors: false }]) {
        const records = await store.get([idOf(0), idOf(1)], options);
        expectSame('records to number', records.length, 2);
        expectThat(
          'no vectors',
          records.every((record) => !('vector' in record)),
          records,
        );
      }
    },
  },
  {
    id: 'get.with-vectors',
    sentence: 'With `withVectors`, `get` returns each record with its vector.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(4));
      await store.expectVectors(await store.get([3, 1, 0, 2].map(idOf), { withVectors: true }), 4);
    },
  },
  {
    id: 'get.takes-none',
    sentence: 'No ids return no records: an empty list does not mean everything.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      expectIds('get to return', await expectDone('get of no ids', store.get([])), []);
    },
  },
  {
    id: 'get.takes-many',
    sentence: 'One call of `get` takes 600 ids.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(200);
      await store.put(records);
      // What is there stands last, beyond what a shortened list would still hold.
      const ids = Array.from({ length: 600 }, (_, n) => idOf(599 - n));
      const found = await expectDone('get of 600 ids', store.get(ids));
      expectSame('the ids returned to be', idsOf([...found]), idsOf(records).reverse());
    },
  },
];
