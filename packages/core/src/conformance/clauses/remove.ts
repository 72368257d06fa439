import type { Clause } from '../clause.ts';
import { expectDone, expectRecord } from '../expectations.ts';
import { draft, drafts, idOf, idsOf, NOW, revised } from '../records.ts';

export const removeClauses: readonly Clause[] = [
  {
    id: 'remove.at-once',
    sentence:
      'What was removed is gone from the very next `search`, `scan`, `get` and `stats`, and nothing else is.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(5);
      await store.put(records);
      await store.transport.remove([idOf(1), idOf(3)]);
      await store.expectHolding(
        records.filter((_, n) => n !== 1 && n !== 3),
        records,
      );
    },
  },
  {
    id: 'remove.expired',
    sentence: 'Expired records are removed like live ones.',
    async run(subject) {
      const store = await subject.open();
      const expired = draft(1, { timestamp: NOW - 200, ttl: 100 });
      await store.put([expired, draft(2)]);
      await store.transport.remove([expired.id]);
      await store.expectPassing({ includeExpired: true }, [draft(2)]);
    },
  },
  {
    id: 'remove.unknown',
    sentence: 'Removing ids that are not there is no error, and keeps none of the others from being removed.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      await expectDone('remove with unknown ids', store.transport.remove([idOf(7), idOf(0), idOf(8)]));
      await expectDone('removing again', store.transport.remove([idOf(0)]));
      await store.expectHolding([draft(1)], drafts(2));
    },
  },
  {
    id: 'remove.takes-an-id-twice',
    sentence: 'The same id twice in one call of `remove` is no error.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      await expectDone('remove of one id twice', store.transport.remove([idOf(0), idOf(0)]));
      await store.expectHolding([draft(1)], drafts(2));
    },
  },
  {
    id: 'remove.takes-none',
    sentence: 'Removing no ids removes nothing: an empty list does not mean everything.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      await expectDone('remove of no ids', store.transport.remove([]));
      await store.expectHolding(drafts(2));
    },
  },
  {
    id: 'remove.takes-many',
    sentence: 'One call of `remove` takes 600 ids.',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(200);
      await store.put([...records, draft(250, {}, idOf(9_999))]);
      const ids = [...Array.from({ length: 400 }, (_, n) => idOf(n + 1_000)), ...idsOf(records)];
      await expectDone('remove of 600 ids', store.transport.remove(ids));
      await store.expectHolding([draft(250, {}, idOf(9_999))], records);
    },
  },
  {
    id: 'remove.leaves-nothing',
    sentence:
      'Nothing of a removed record comes back with its id: a record written later is found by its own members only.',
    async run(subject) {
      const store = await subject.open();
      const removed = draft(1, { domain_tags: ['old', 'both'], outcome_type: 'open', agent_id: 'old#1' });
      const later = revised(removed, {
        domain_tags: ['both', 'new'],
        outcome_type: 'partial',
        agent_id: 'new#1',
      });
      await store.put([removed]);
      await store.transport.remove([removed.id]);
      await store.put([later]);
      for (const filter of [
        { domainTags: ['old'] },
        { outcomeTypes: ['open'] as const },
        { voters: ['old'] },
      ]) {
        await store.expectPassing(filter, []);
      }
      await store.expectPassing({ domainTags: ['both'], outcomeTypes: ['partial'], voters: ['new'] }, [
        later,
      ]);
    },
  },
  {
    id: 'remove.written-again',
    sentence: 'A removed id can be written again, with an older timestamp too.',
    async run(subject) {
      const store = await subject.open();
      const removed = draft(1, { timestamp: NOW - 10 });
      await store.put([removed]);
      await store.transport.remove([removed.id]);
      const again = revised(removed, { timestamp: NOW - 500, delta_summary: 'again' });
      await store.put([again]);
      await store.expectHolding([again]);
      expectRecord('get to return', (await store.get([removed.id]))[0], again);
    },
  },
];
