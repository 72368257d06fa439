import type { Clause } from '../clause.ts';
import { expectIds, expectRecord, expectRecords, expectSame } from '../expectations.ts';
import { draft, drafts, idOf, idsOf, mixedRecords, NOW, revised } from '../records.ts';

export const durableClauses: readonly Clause[] = [
  {
    id: 'durable.survives-close',
    sentence: 'After `close`, another instance finds every record with every field, and every vector.',
    needs: 'durable',
    async run(subject) {
      const records = mixedRecords(60, subject.capabilities.replies ?? false);
      const first = await subject.open();
      await first.put(records);
      await first.transport.close();
      const second = await subject.open();
      const options = { includeExpired: true, withVectors: true };
      expectRecords('get to return', await second.get(idsOf(records), { includeExpired: true }), records);
      expectRecords('search to return', (await second.search({ includeExpired: true })).hits, records);
      await second.expectVectors(await second.get(idsOf(records), options), records.length);
    },
  },
  {
    id: 'durable.removal-survives-close',
    sentence: 'What was removed or replaced before `close` stays removed or replaced.',
    needs: 'durable',
    async run(subject) {
      const first = await subject.open();
      await first.put(drafts(3));
      const newer = revised(draft(1), { timestamp: NOW - 5, delta_summary: 'newer' });
      await first.put([newer]);
      await first.transport.remove([idOf(0)]);
      await first.transport.close();
      const second = await subject.open();
      expectRecords('scan to return', await second.scan(), [newer, draft(2)]);
    },
  },
  {
    id: 'durable.written-unclosed',
    sentence: 'What one instance acknowledged is found by the next read of another that was open all along.',
    needs: 'durable',
    async run(subject) {
      const [writer, reader] = [await subject.open(), await subject.open()];
      const records = drafts(3);
      for (const [n, record] of records.entries()) {
        await writer.put([record]);
        await reader.expectHolding(records.slice(0, n + 1));
      }
    },
  },
  {
    id: 'durable.removed-unclosed',
    sentence:
      'What one instance removed or replaced is gone from the next read of another that was open all along.',
    needs: 'durable',
    async run(subject) {
      const [writer, reader] = [await subject.open(), await subject.open()];
      await writer.put(drafts(3, { domain_tags: ['old'] }));
      await reader.expectPassing({ domainTags: ['old'] }, drafts(3));
      const newer = revised(draft(1), { timestamp: NOW - 5, domain_tags: ['new'] });
      await writer.put([newer]);
      await writer.transport.remove([idOf(0)]);
      await reader.expectPassing({ domainTags: ['old'] }, [draft(2)]);
      await reader.expectHolding([newer, draft(2)], drafts(3));
    },
  },
  {
    id: 'durable.newest-of-instances',
    sentence: 'Where instances write one id, the newest timestamp stays, whichever wrote last.',
    needs: 'durable',
    async run(subject) {
      const [a, b] = [await subject.open(), await subject.open()];
      const newer = draft(1, { timestamp: NOW - 10.25 });
      const older = revised(newer, { timestamp: NOW - 10.5, delta_summary: 'older' });
      await a.put([newer]);
      await b.put([older]);
      expectRecord('get to return', (await a.get([newer.id]))[0], newer);
      const ages = [5, 3, 8, 1, 9, 2, 7, 4];
      await Promise.all(
        ages.map((age, i) =>
          (i % 2 === 0 ? a : b).put([
            revised(newer, { timestamp: NOW - age, delta_summary: `${age} seconds old` }),
          ]),
        ),
      );
      for (const bench of [a, b, await subject.open()]) {
        expectSame(
          'the summary kept to be',
          (await bench.get([newer.id]))[0]?.packet.delta_summary,
          '1 seconds old',
        );
      }
    },
  },
  {
    id: 'durable.written-by-all',
    sentence: 'Instances that write at the same time lose nothing of each other.',
    needs: 'durable',
    async run(subject) {
      const benches = await Promise.all([subject.open(), subject.open(), subject.open()]);
      const calls = Array.from({ length: 15 }, (_, call) => drafts(4, {}, call * 4));
      await Promise.all(calls.map((records, i) => benches[i % benches.length]?.put(records)));
      for (const bench of benches) await bench.expectHolding(calls.flat());
    },
  },
  {
    id: 'durable.absent-starts-empty',
    sentence:
      'Without `durable`, a new instance starts empty, whatever others hold: what outlives an instance must be declared.',
    lacks: 'durable',
    async run(subject) {
      const first = await subject.open();
      await first.put(drafts(2));
      const second = await subject.open();
      await second.expectHolding([], drafts(2));
      await first.transport.close();
      const third = await subject.open();
      expectIds('get to return', await third.get(idsOf(drafts(2))), []);
      await third.expectHolding([]);
    },
  },
];
