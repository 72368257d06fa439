import { OUTCOME_TYPES } from '../../packet.ts';
import type { Clause } from '../clause.ts';
import { draft, NOW } from '../records.ts';

/** Each member by itself, in `search` and in `scan`; how they meet is in filter-together. */
export const filterClauses: readonly Clause[] = [
  {
    id: 'filter.domain-tags',
    sentence: '`domainTags` lets through records with any of these tags, and none without tags.',
    async run(subject) {
      const store = await subject.open();
      const [ab, bc, d, none] = [
        draft(1, { domain_tags: ['a', 'b'] }),
        draft(2, { domain_tags: ['b', 'c'] }),
        draft(3, { domain_tags: ['d'] }),
        draft(4, { domain_tags: [] }),
      ] as const;
      await store.put([ab, bc, d, none]);
      await store.expectPassing({ domainTags: ['a'] }, [ab]);
      await store.expectPassing({ domainTags: ['b'] }, [ab, bc]);
      await store.expectPassing({ domainTags: ['a', 'd'] }, [ab, d]);
      await store.expectPassing({ domainTags: ['x'] }, []);
    },
  },
  {
    id: 'filter.min-confidence',
    sentence: '`minConfidence` lets through records of that confidence or more.',
    async run(subject) {
      const store = await subject.open();
      const records = [0, 0.3, 0.1 + 0.2, 0.7, 1].map((confidence, n) => draft(n, { confidence }));
      await store.put(records);
      await store.expectPassing({ minConfidence: 0 }, records);
      await store.expectPassing({ minConfidence: 0.3 }, records.slice(1));
      await store.expectPassing({ minConfidence: 0.1 + 0.2 }, records.slice(2));
      await store.expectPassing({ minConfidence: 0.7 }, records.slice(3));
      await store.expectPassing({ minConfidence: 1 }, records.slice(4));
    },
  },
  {
    id: 'filter.outcome-types',
    sentence: '`outcomeTypes` lets through records of any of these types.',
    async run(subject) {
      const store = await subject.open();
      const records = OUTCOME_TYPES.map((outcome_type, n) => draft(n, { outcome_type }));
      await store.put(records);
      for (const record of records)
        await store.expectPassing({ outcomeTypes: [record.packet.outcome_type] }, [record]);
      await store.expectPassing(
        { outcomeTypes: ['open', 'resolved'] },
        [records[0], records[3]].flatMap((r) => r ?? []),
      );
      await store.expectPassing({ outcomeTypes: OUTCOME_TYPES }, records);
    },
  },
  {
    id: 'filter.agent-id',
    sentence: '`agentId` lets through records of exactly this agent, session included.',
    async run(subject) {
      const store = await subject.open();
      const agents = ['alice', 'alice#1', 'alice#2', 'alice#12', 'bob#1'];
      const records = agents.map((agent_id, n) => draft(n, { agent_id }));
      await store.put(records);
      for (const record of records) await store.expectPassing({ agentId: record.packet.agent_id }, [record]);
      await store.expectPassing({ agentId: 'bob' }, []);
    },
  },
  {
    id: 'filter.agent-id-empty',
    sentence: 'An empty `agentId` lets through records with an empty agent id, and no others.',
    async run(subject) {
      const store = await subject.open();
      const nobody = draft(1, { agent_id: '' });
      await store.put([nobody, draft(2, { agent_id: 'alice#1' })]);
      await store.expectPassing({ agentId: '' }, [nobody]);
    },
  },
  {
    id: 'filter.not-agent-id',
    sentence:
      '`notAgentId` leaves out exactly this agent: its other sessions pass, and so do records with an empty agent id.',
    async run(subject) {
      const store = await subject.open();
      const agents = ['alice#1', 'alice#2', 'alice', '', 'bob#1'];
      const records = agents.map((agent_id, n) => draft(n, { agent_id }));
      await store.put(records);
      await store.expectPassing({ notAgentId: 'alice#1' }, records.slice(1));
      await store.expectPassing({ notAgentId: 'carol#1' }, records);
    },
  },
  {
    id: 'filter.not-agent-id-empty',
    sentence: 'An empty `notAgentId` leaves out records with an empty agent id.',
    async run(subject) {
      const store = await subject.open();
      const somebody = draft(2, { agent_id: 'alice#1' });
      await store.put([draft(1, { agent_id: '' }), somebody]);
      await store.expectPassing({ notAgentId: '' }, [somebody]);
    },
  },
  {
    id: 'filter.voters',
    sentence:
      '`voters` lets through records of any of these voters in all their sessions; the empty voter is one of them.',
    async run(subject) {
      const store = await subject.open();
      const agents = ['alice#1', 'alice#2', 'alice', 'bob#1', '', '#1', 'alice bob#1'];
      const records = agents.map((agent_id, n) => draft(n, { agent_id }));
      await store.put(records);
      await store.expectPassing({ voters: ['alice'] }, records.slice(0, 3));
      await store.expectPassing({ voters: ['alice', 'bob'] }, records.slice(0, 4));
      await store.expectPassing({ voters: [''] }, records.slice(4, 6));
      await store.expectPassing({ voters: ['carol'] }, []);
    },
  },
  {
    id: 'filter.not-voters',
    sentence:
      '`notVoters` leaves out records of each of these voters; records with an empty agent id pass unless the empty voter is named.',
    async run(subject) {
      const store = await subject.open();
      const agents = ['alice#1', 'alice', 'bob#1', '', '#1', 'carol#1'];
      const records = agents.map((agent_id, n) => draft(n, { agent_id }));
      await store.put(records);
      await store.expectPassing({ notVoters: ['alice'] }, records.slice(2));
      await store.expectPassing({ notVoters: ['alice', 'bob'] }, records.slice(3));
      await store.expectPassing({ notVoters: ['', 'alice', 'bob'] }, records.slice(5));
      await store.expectPassing({ notVoters: ['dave'] }, records);
    },
  },
  {
    id: 'filter.since',
    sentence: '`since` lets through records whose timestamp is at or after it, to the fraction of a second.',
    async run(subject) {
      const store = await subject.open();
      const timestamps = [NOW - 100, NOW - 50.125, NOW - 50, NOW - 49.999999, NOW + 200];
      const records = timestamps.map((timestamp, n) => draft(n, { timestamp }));
      await store.put(records);
      await store.expectPassing({ since: 0 }, records);
      await store.expectPassing({ since: NOW - 50.125 }, records.slice(1));
      await store.expectPassing({ since: NOW - 50 }, records.slice(2));
      await store.expectPassing({ since: NOW - 49.999999 }, records.slice(3));
      await store.expectPassing({ since: NOW + 200.5 }, []);
    },
  },
];
