import type { Bench } from '../bench.ts';
import type { Clause } from '../clause.ts';
import { expectDone, expectIds, expectSame, expectThat } from '../expectations.ts';
import { draft, drafts, NOW, revised } from '../records.ts';

export const scanClauses: readonly Clause[] = [
  {
    id: 'scan.everything-once',
    sentence: 'A scan shows every record exactly once over all its pages, whatever the limit.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(11);
      await store.put(records);
      for (const limit of [1, 2, 3, 5, 10, 11, 12]) {
        expectIds(`scan by ${limit} to show`, await store.scan({}, { limit }), records);
      }
    },
  },
  {
    id: 'scan.keeps-limit',
    sentence: 'No page of a scan holds more records than the limit.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(7));
      for (const limit of [1, 3, 6]) {
        for (const { records } of await store.pages({}, { limit })) {
          expectThat(`at most ${limit} records on a page`, records.length <= limit, records.length);
        }
      }
    },
  },
  {
    id: 'scan.comes-to-an-end',
    sentence:
      'The last page has no cursor, and it comes: of an empty collection and of a filter that nothing passes, too.',
    async run(subject) {
      const store = await subject.open();
      expectIds('scan of an empty collection to show', await store.scan({}, { limit: 1 }), []);
      await store.put(drafts(6));
      for (const limit of [1, 2, 6]) {
        expectIds(
          'scan by a tag of nobody to show',
          await store.scan({ domainTags: ['nobody'] }, { limit }),
          [],
        );
        const { length } = await store.pages({}, { limit });
        // Sparse pages are allowed, but each must bring the scan on: one page for each record and one to end with.
        expectThat('a scan of 6 records to take at most 7 pages', length <= 7, length);
      }
    },
  },
  {
    id: 'scan.filters-across-pages',
    sentence: 'A filtered scan shows exactly what passes, however the pages fall.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(20).map((record, n) =>
        revised(record, { domain_tags: n % 7 === 0 ? ['rare'] : ['other'] }),
      );
      await store.put(records);
      for (const limit of [1, 2, 3]) {
        const rare = records.filter(({ packet }) => packet.domain_tags.includes('rare'));
        expectIds(`scan by ${limit} to show`, await store.scan({ domainTags: ['rare'] }, { limit }), rare);
      }
    },
  },
  {
    id: 'scan.stays-while-others-leave',
    sentence:
      'Records that stay in the store are each shown exactly once while others are removed between pages.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(12);
      await store.put(records);
      const seen = await scanWhile(store, async (shown) => {
        // One that was shown and one that was not: both shift what follows in a store that counts positions.
        const [before, after] = [
          records.find(({ id }) => shown.has(id)),
          records.find(({ id }) => !shown.has(id)),
        ];
        const leaving = [before, after].flatMap((record) => record ?? []);
        await store.transport.remove(leaving.map(({ id }) => id));
        for (const { id } of leaving)
          records.splice(
            records.findIndex((record) => record.id === id),
            1,
          );
      });
      for (const { id } of records) expectSame(`times that ${id} was shown to be`, seen.get(id) ?? 0, 1);
    },
  },
  {
    id: 'scan.stays-while-others-come',
    sentence:
      'Records that stay in the store are each shown exactly once while others are written between pages, and the scan still ends.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(10);
      await store.put(records);
      let next = 100;
      const seen = await scanWhile(store, async () => {
        if (next < 120) await store.put(drafts(4, {}, next));
        next += 4;
      });
      for (const { id } of records) expectSame(`times that ${id} was shown to be`, seen.get(id), 1);
      for (const [id, times] of seen) expectSame(`times that ${id} was shown to be`, times, 1);
    },
  },
  {
    id: 'scan.stays-while-renewed',
    sentence:
      'A record that is replaced between pages has stayed: it is shown exactly once, as it was or as it is.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(9);
      await store.put(records);
      let age = 50;
      const seen = await scanWhile(store, async (shown) => {
        const timestamp = NOW - age--;
        const [before, after] = [
          records.find(({ id }) => shown.has(id)),
          records.findLast(({ id }) => !shown.has(id)),
        ];
        await store.put(
          [before, after].flatMap((record) => (record ? [revised(record, { timestamp })] : [])),
        );
      });
      for (const { id } of records) expectSame(`times that ${id} was shown to be`, seen.get(id) ?? 0, 1);
    },
  },
  {
    id: 'scan.repeats-a-page',
    sentence:
      'A page can be asked for again with the same cursor and shows the same records: the answer may have been lost.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(7));
      let cursor: string | undefined;
      do {
        const query = { limit: 3, ...(cursor !== undefined && { cursor }) };
        const first = await store.page(query);
        const again = await expectDone('scan with the same cursor again', store.page(query));
        expectIds('the repeated page to show', again.records, first.records);
        cursor = first.cursor;
      } while (cursor !== undefined);
    },
  },
  {
    id: 'scan.interleaves',
    sentence: 'Two scans at the same time do not disturb each other.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(9).map((record, n) =>
        revised(record, { domain_tags: [n % 2 === 0 ? 'even' : 'odd'] }),
      );
      await store.put(records);
      const [all, even] = await Promise.all([
        store.scan({}, { limit: 2 }),
        store.scan({ domainTags: ['even'] }, { limit: 1 }),
      ]);
      expectIds('the first scan to show', all, records);
      expectIds(
        'the second scan to show',
        even,
        records.filter((_, n) => n % 2 === 0),
      );
    },
  },
  {
    id: 'scan.omits-vectors',
    sentence: 'A scan shows no vectors unless the query says `withVectors`.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      for (const query of [{}, { withVectors: false }]) {
        const records = await store.scan({}, query);
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
    id: 'scan.with-vectors',
    sentence: 'With `withVectors` a scan shows each record with its vector.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(5));
      await store.expectVectors(await store.scan({}, { limit: 2, withVectors: true }), 5);
    },
  },
  {
    id: 'scan.shows-no-scores',
    sentence: 'What `scan` and `get` return is the record alone: a score belongs to a search.',
    async run(subject) {
      const store = await subject.open();
      await store.put([draft(1)]);
      await store.search();
      for (const record of [...(await store.scan()), ...(await store.get([draft(1).id]))]) {
        expectSame('the members to be', Object.keys(record).sort(), ['expires_at', 'id', 'packet', 'voter']);
      }
    },
  },
];

/** Scans by pages of two, does something between them, and counts how often each id was shown. */
async function scanWhile(
  store: Bench,
  between: (shown: ReadonlySet<string>) => Promise<void>,
): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  let cursor: string | undefined;
  for (let page = 1; ; page++) {
    const { records, cursor: next } = await store.page({ limit: 2, ...(cursor !== undefined && { cursor }) });
    for (const { id } of records) seen.set(id, (seen.get(id) ?? 0) + 1);
    if (next === undefined) return seen;
    expectThat('the scan to come to its end', page < 100, `${page} pages`);
    cursor = next;
    await between(new Set(seen.keys()));
  }
}
