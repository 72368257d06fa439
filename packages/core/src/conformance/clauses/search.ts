import type { Hit, OutcomeRecord } from '../../transport.ts';
import type { Bench } from '../bench.ts';
import type { Clause } from '../clause.ts';
import { expectDone, expectSame, expectScore, expectThat } from '../expectations.ts';
import { draft, drafts, idOf, QUERY } from '../records.ts';
import { cosine, vectorOf } from '../vectors.ts';

export const searchClauses: readonly Clause[] = [
  {
    id: 'search.scores-cosine',
    sentence:
      'The score of a hit is the cosine between the query and its vector, right to 1e-4: not a distance, not rescaled.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(20);
      await store.put(records);
      await expectScores((await store.search()).hits, store, records);
    },
  },
  {
    id: 'search.orders-by-score',
    sentence: 'Hits come by descending score.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(40));
      for (const limit of [3, 40]) {
        const scores = (await store.search({}, { limit })).hits.map((hit) => hit.score);
        expectSame(
          'scores to be',
          scores,
          scores.toSorted((a, b) => b - a),
        );
      }
    },
  },
  {
    id: 'search.orders-equals-by-id',
    sentence: 'Returned hits of equal score come by ascending id.',
    async run(subject) {
      const store = await subject.open();
      await store.put(Array.from({ length: 12 }, (_, n) => draft(n % 2, {}, idOf(n))));
      const { hits } = await store.search();
      const byScoreThenId = hits.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      const shown = (list: readonly Hit[]): unknown => list.map(({ id, score }) => ({ score, id }));
      expectSame('hits to be', shown(hits), shown(byScoreThenId));
    },
  },
  {
    id: 'search.fills-limit',
    sentence:
      'As many hits come back as the limit asks for, while so many pass: no more, no fewer, and the nearest.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(12);
      await store.put(records);
      const vectors = await store.vectorsOf([
        QUERY,
        ...records.map(({ packet }) => packet.problem_description),
      ]);
      const scores = vectors.slice(1).map((vector) => cosine(vectors[0] ?? vector, vector));
      const best = scores.sort((a, b) => b - a);
      for (const limit of [1, 2, 5, 11, 12]) {
        const { hits } = await store.search({}, { limit });
        expectSame('hits to number', hits.length, limit);
        for (const [i, hit] of hits.entries())
          expectScore(`score ${i} of ${limit} to be`, hit.score, best[i] ?? 0);
      }
    },
  },
  {
    id: 'search.limit-beyond-store',
    sentence: 'A limit beyond what the store holds is no error: everything that passes comes back.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(3));
      for (const limit of [4, 100, 10_000]) {
        const { hits } = await expectDone(`search for ${limit}`, store.search({}, { limit }));
        expectSame('hits to number', hits.length, 3);
      }
    },
  },
  {
    id: 'search.empty-store',
    sentence: 'A search of an empty collection finds nothing, and is no error.',
    async run(subject) {
      const store = await subject.open();
      const result = await expectDone('search', store.search({ domainTags: ['any'] }, { limit: 5 }));
      expectSame('search to return', result, { hits: [], unreadable: 0 });
    },
  },
  {
    id: 'search.counts-unreadable',
    sentence:
      '`unreadable` is 0, in `search` and `scan`, where every record can be read, however many are filtered out.',
    async run(subject) {
      const store = await subject.open();
      await store.put([...drafts(3, { domain_tags: ['in'] }), ...drafts(3, { domain_tags: ['out'] }, 3)]);
      expectSame('unreadable to be', (await store.search({ domainTags: ['in'] })).unreadable, 0);
      const pages = await store.pages({ domainTags: ['in'] }, { limit: 1 });
      for (const page of pages) expectSame('unreadable to be', page.unreadable, 0);
    },
  },
  {
    id: 'search.negative-scores',
    sentence: 'Records that point away from the query are hits too, with negative scores.',
    lacks: 'embeds',
    async run(subject) {
      const store = await subject.open();
      const towards = vectorOf(QUERY);
      const away = towards.map((value) => -value);
      await store.put([
        { ...draft(1), vector: towards },
        { ...draft(2), vector: away },
      ]);
      const { hits } = await store.search({}, { vector: towards, limit: 2 });
      expectSame(
        'hits to be',
        hits.map((hit) => hit.id),
        [draft(1).id, draft(2).id],
      );
      expectScore('the score of the opposite record to be', hits[1]?.score, -1);
    },
  },
  {
    id: 'search.omits-vectors',
    sentence: 'Hits carry no vectors unless the query says `withVectors`.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      for (const query of [{}, { withVectors: false }]) {
        const { hits } = await store.search({}, query);
        expectSame('hits to number', hits.length, 2);
        expectThat(
          'no vectors',
          hits.every((hit) => !('vector' in hit)),
          hits,
        );
      }
    },
  },
  {
    id: 'search.with-vectors',
    sentence:
      'With `withVectors` each hit carries its vector, a Float32Array that is right to 2e-5 once both are of unit length: half precision is not enough.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(5));
      await store.expectVectors((await store.search({}, { withVectors: true })).hits, 5);
    },
  },
  {
    id: 'search.gives-copies',
    sentence:
      'Vectors that `search`, `scan` and `get` return are the caller’s to change: the stored ones stay as they are.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(3));
      const withVectors = { withVectors: true };
      const read = [
        async () => (await store.search({}, withVectors)).hits,
        async () => store.scan({}, withVectors),
        async () => store.get([draft(0).id, draft(1).id, draft(2).id], withVectors),
      ];
      for (const records of read) for (const { vector } of await records()) vector?.fill(0.1);
      const { hits } = await store.search({}, withVectors);
      await expectScores(hits, store, drafts(3));
      await store.expectVectors(hits, 3);
    },
  },
];

async function expectScores(
  hits: readonly Hit[],
  store: Bench,
  records: readonly OutcomeRecord[],
): Promise<void> {
  const vectors = await store.vectorsOf([QUERY, ...records.map(({ packet }) => packet.problem_description)]);
  for (const [i, record] of records.entries()) {
    const [query, own] = [vectors[0], vectors[i + 1]];
    const score = hits.find((hit) => hit.id === record.id)?.score;
    if (query && own) expectScore(`the score of ${record.id} to be`, score, cosine(query, own));
  }
}
