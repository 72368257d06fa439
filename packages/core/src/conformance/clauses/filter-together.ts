import { type Filter, matchesFilter } from '../../filter.ts';
import { voterOf } from '../../packet.ts';
import type { Clause } from '../clause.ts';
import { expectIds, expectSame, expectScore } from '../expectations.ts';
import { CONFUSABLE, draft, drafts, mixedFilters, mixedRecords, NOW, QUERY } from '../records.ts';
import { cosine } from '../vectors.ts';

export const filterTogetherClauses: readonly Clause[] = [
  {
    id: 'filter.whole-texts',
    sentence:
      'Tags, agent ids and voters are compared whole and code point by code point: no folding, no patterns, no prefixes.',
    async run(subject) {
      const store = await subject.open();
      const records = CONFUSABLE.map((text, n) =>
        draft(n, { domain_tags: [text, 'every'], agent_id: `${text}#1` }),
      );
      await store.put(records);
      for (const [n, text] of CONFUSABLE.entries()) {
        const one = records.slice(n, n + 1);
        await store.expectPassing({ domainTags: [text] }, one);
        await store.expectPassing({ agentId: `${text}#1` }, one);
        await store.expectPassing({ voters: [text] }, one);
      }
    },
  },
  {
    id: 'filter.combines',
    sentence: 'A record passes when it passes every member of the filter.',
    async run(subject) {
      const store = await subject.open();
      const fits = draft(0, {
        domain_tags: ['a'],
        confidence: 0.8,
        outcome_type: 'partial',
        agent_id: 'alice#1',
        timestamp: NOW - 10,
      });
      const failings = [
        { domain_tags: ['b'] },
        { confidence: 0.7 },
        { outcome_type: 'open' as const },
        { agent_id: 'alice#2' },
        { agent_id: 'bob#1' },
        { timestamp: NOW - 20 },
        { timestamp: NOW - 10, ttl: 5 },
      ];
      await store.put([fits, ...failings.map((failing, n) => draft(n + 1, { ...fits.packet, ...failing }))]);
      const filter = {
        domainTags: ['a'],
        minConfidence: 0.8,
        outcomeTypes: ['partial'] as const,
        since: NOW - 10,
      };
      await store.expectPassing({ ...filter, notAgentId: 'alice#2', voters: ['alice'] }, [fits]);
      await store.expectPassing({ ...filter, agentId: 'alice#1', notVoters: ['bob'] }, [fits]);
      await store.expectPassing({ ...filter, agentId: 'alice#1', notVoters: ['alice'] }, []);
    },
  },
  {
    id: 'filter.takes-long-lists',
    sentence: 'A list in a filter may have 200 members.',
    async run(subject) {
      const store = await subject.open();
      const records = Array.from({ length: 8 }, (_, n) =>
        draft(n, { agent_id: `voter ${n}#1`, domain_tags: [`tag ${n}`] }),
      );
      await store.put(records);
      const [first, last] = [records.slice(0, 2), records.slice(2)];
      const names = (kind: string): string[] => [
        ...Array.from({ length: 198 }, (_, n) => `${kind} ${n + 1_000}`),
        `${kind} 0`,
        `${kind} 1`,
      ];
      await store.expectPassing({ domainTags: names('tag') }, first);
      await store.expectPassing({ voters: names('voter') }, first);
      await store.expectPassing({ notVoters: names('voter') }, last);
    },
  },
  {
    id: 'filter.costs-no-hits',
    sentence:
      'Filters apply before the limit: five far records that pass are all found behind two hundred near ones that do not.',
    async run(subject) {
      const store = await subject.open();
      const near = {
        problem_description: QUERY,
        domain_tags: ['near'],
        agent_id: 'near#1',
        outcome_type: 'open',
      } as const;
      const far = { domain_tags: ['far'], agent_id: 'far#1', confidence: 0.9, timestamp: NOW - 30 };
      const wanted = drafts(5, far, 200);
      await store.put([...drafts(200, near), ...wanted]);
      const filters: Partial<Filter>[] = [
        { domainTags: ['far'] },
        { minConfidence: 0.9 },
        { outcomeTypes: ['resolved'] },
        { agentId: 'far#1' },
        { notAgentId: 'near#1' },
        { voters: ['far'] },
        { notVoters: ['near'] },
        { since: NOW - 30 },
      ];
      for (const filter of filters) {
        const { hits } = await store.search(filter, { limit: 5 });
        expectIds(`search by ${JSON.stringify(filter)} to find`, hits, wanted);
      }
    },
  },
  {
    id: 'filter.agrees-with-reference',
    sentence:
      'For 300 mixed records and 40 mixed filters, `search` and `scan` let through exactly what `matchesFilter` does.',
    async run(subject) {
      const store = await subject.open();
      const replies = subject.capabilities.replies ?? false;
      const records = mixedRecords(300, replies);
      await store.put(records);
      for (const filter of mixedFilters(40, replies)) {
        await store.expectPassing(
          filter,
          records.filter((record) => matchesFilter(filter, record)),
        );
      }
    },
  },
  {
    id: 'filter.nearest-of-those',
    sentence:
      'Among 300 records the hits under a filter are the nearest that pass it, with none passed over.',
    async run(subject) {
      const store = await subject.open();
      const records = mixedRecords(300, false);
      await store.put(records);
      const vectors = await store.vectorsOf([
        QUERY,
        ...records.map(({ packet }) => packet.problem_description),
      ]);
      const scored = records.map((record, i) => ({
        record,
        score: cosine(at(vectors, 0), at(vectors, i + 1)),
      }));
      scored.sort((a, b) => b.score - a.score);
      for (const voter of ['', 'a', 'a b', "o'neil"]) {
        for (const filter of [{ voters: [voter] }, { notVoters: [voter], minConfidence: 0.5 }]) {
          const passing = scored
            .filter(({ record }) => matchesFilter({ now: NOW, ...filter }, record))
            .slice(0, 10);
          const { hits } = await store.search(filter, { limit: 10 });
          expectSame('hits to number', hits.length, passing.length);
          for (const [i, { score }] of passing.entries())
            expectScore(`score ${i} to be`, hits[i]?.score, score);
          for (const hit of hits)
            expectSame('the voter to be that of the agent', hit.voter, voterOf(hit.packet.agent_id));
        }
      }
    },
  },
];

function at(vectors: readonly Float32Array[], i: number): Float32Array {
  return vectors[i] ?? new Float32Array();
}
