import type { Clause } from '../clause.ts';
import { expectDone, expectIds, expectRecord, expectSame } from '../expectations.ts';
import { draft, drafts, idsOf, NOW, revised } from '../records.ts';

/** Calls under way at the same time, of one instance; several instances are a matter of `durable`. */
export const writeAtOnceClauses: readonly Clause[] = [
  {
    id: 'write.at-once',
    sentence: 'Twenty calls of `write` at the same time lose nothing.',
    async run(subject) {
      const store = await subject.open();
      const calls = Array.from({ length: 20 }, (_, call) => drafts(3, {}, call * 3));
      await expectDone('all writes', Promise.all(calls.map((records) => store.put(records))));
      await store.expectHolding(calls.flat());
    },
  },
  {
    id: 'write.at-once-newest-wins',
    sentence:
      'Of many calls of `write` at the same time for one id, the newest timestamp stays, whichever came last.',
    async run(subject) {
      const store = await subject.open();
      const versions = [3, 9, 1, 7, 5, 2, 8, 0, 6, 4].map((age) =>
        revised(draft(1), { timestamp: NOW - age, delta_summary: `${age} seconds old` }),
      );
      await Promise.all(versions.map((version) => store.put([version])));
      const kept = await store.get([draft(1).id]);
      expectSame('the summary kept to be', kept[0]?.packet.delta_summary, '0 seconds old');
      expectIds('search to find', (await store.search()).hits, [draft(1)]);
    },
  },
  {
    id: 'write.leaves-reads-open',
    sentence:
      'Reads while a write is under way succeed, and show each record as it was or as it is, never a mixture.',
    async run(subject) {
      const store = await subject.open();
      const before = drafts(30, { timestamp: NOW - 90, domain_tags: ['before'], agent_id: 'before#1' });
      const changes = {
        timestamp: NOW - 80,
        delta_summary: 'after',
        domain_tags: ['after'],
        agent_id: 'after#1',
      };
      const after = before.map((record) => revised(record, changes));
      await store.put(before);
      const calls = [
        store.put(after).then(() => []),
        store.search().then(({ hits }) => hits),
        store.scan({}, { limit: 7 }),
        store.get(idsOf(before)),
        store.count().then(() => []),
      ];
      const answers = await expectDone('all calls', Promise.all(calls));
      for (const record of answers.flat()) {
        const versions = record.packet.delta_summary === 'after' ? after : before;
        const version = versions.find(({ id }) => id === record.id) ?? draft(0);
        expectRecord('a read to show', record, version);
      }
      for (const answer of answers.slice(1, 4)) expectIds('a read to show', answer, before);
    },
  },
];
