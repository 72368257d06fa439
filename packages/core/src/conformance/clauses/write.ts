import type { Clause } from '../clause.ts';
import { expectDone, expectRecord, expectRecords, expectThat } from '../expectations.ts';
import { draft, type drafts, idOf, idsOf, NOW, revised } from '../records.ts';

/** What one call may carry at least. The router writes 256 at once; a copy between stores may write more. */
const MANY = 600;

export const writeClauses: readonly Clause[] = [
  {
    id: 'write.visible-at-once',
    sentence: 'What `write` acknowledged is found by the very next `search`, `scan`, `get` and `stats`.',
    async run(subject) {
      const store = await subject.open();
      const written: ReturnType<typeof drafts> = [];
      for (let n = 0; n < 4; n++) {
        written.push(draft(n));
        await store.put(written.slice(-1));
        await store.expectHolding(written);
      }
    },
  },
  {
    id: 'write.keeps-numbers',
    sentence: '`confidence`, `timestamp`, `ttl` and `expires_at` come back to the last bit.',
    async run(subject) {
      const store = await subject.open();
      const records = [
        draft(3, { confidence: 0, timestamp: 0, ttl: 1 }),
        draft(2, { confidence: 1 / 3, timestamp: NOW - 0.1 }),
        draft(5, { confidence: 5e-9, timestamp: NOW - 1 / 3, ttl: 31_535_999 }),
        draft(1, { confidence: 0.1 + 0.2, timestamp: 1_763_900_000.123456 }),
        draft(4, { confidence: 1, timestamp: 4_102_444_800.000001, ttl: 31_536_000 }),
      ];
      // One after the other: beside a record of the year 2100, a store may forget what expired in 1970.
      for (const record of records) {
        const everything = { includeExpired: true };
        await store.put([record]);
        expectRecords('search to return', (await store.search(everything)).hits, [record]);
        expectRecords('scan to return', await store.scan(everything), [record]);
        expectRecords('get to return', await store.get([record.id], everything), [record]);
        await store.transport.remove([record.id]);
      }
    },
  },
  {
    id: 'write.keeps-text',
    sentence:
      'Every text comes back code point for code point: joiners, combining marks, quotes and spaces at the ends included.',
    async run(subject) {
      const store = await subject.open();
      const texts = [
        '\u{1f469}\u200d\u{1f4bb} and \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
        'caf\u00e9 is not cafe\u0301',
        '  spaces at both ends  ',
        `quotes ' " \` and \\ and \\n and %s and \${x}`,
        '\ufeffmark first, \u2028 line, \u00a0 hard space',
        '\u05e9\u05dc\u05d5\u05dd \u65e5\u672c\u8a9e \u0915\u094d\u0937',
        'null',
        '0123',
      ];
      const records = texts.map((text, n) =>
        draft(n, {
          problem_description: text,
          delta_summary: text,
          domain_tags: [text, 'z', 'a'],
          agent_id: `${text}#${text}`,
        }),
      );
      await store.put(records);
      expectRecords('search to return', (await store.search()).hits, records);
      expectRecords('scan to return', await store.scan(), records);
      expectRecords('get to return', await store.get(idsOf(records)), records);
    },
  },
  {
    id: 'write.keeps-emptiness',
    sentence:
      'An empty summary, an empty list of tags and an empty `agent_id` come back empty, and what was absent comes back absent.',
    async run(subject) {
      const store = await subject.open();
      const records = [
        draft(1, { delta_summary: '' }),
        draft(2, { domain_tags: [] }),
        draft(3, { agent_id: '' }),
        draft(4, { delta_summary: '', domain_tags: [], agent_id: '' }),
      ];
      await store.put(records);
      expectRecords('search to return', (await store.search()).hits, records);
      expectRecords('scan to return', await store.scan(), records);
      expectRecords('get to return', await store.get(idsOf(records)), records);
    },
  },
  {
    id: 'write.keeps-tags',
    sentence: 'Tags come back in their order, and as often as they were written.',
    async run(subject) {
      const store = await subject.open();
      const record = draft(1, { domain_tags: ['b', 'a', 'c', 'a', 'b'] });
      await store.put([record]);
      expectRecords('search to return', (await store.search()).hits, [record]);
      expectRecords('scan to return', await store.scan(), [record]);
      expectRecords('get to return', await store.get([record.id]), [record]);
    },
  },
  {
    id: 'write.keeps-ids',
    sentence:
      'Ids are opaque: any UUID in lower case is kept as it is, and equal packets under two ids are two records.',
    async run(subject) {
      const store = await subject.open();
      const ids = [
        '0b3c7bd4-0a5e-4c8e-9f39-3f8f6a3ff001',
        '0b3c7bd4-0a5e-4c8e-9f39-3f8f6a3ff002',
        'c232ab00-9414-11ec-b3c8-9f6bdeced846',
        '01928c6e-5f3a-7cc2-98c8-d9a1b2c3d4e5',
        'f81d4fae-7dec-8ad0-a765-00a0c91e6bf6',
      ];
      const records = ids.map((id) => draft(1, {}, id));
      await store.put(records);
      await store.expectHolding(records);
    },
  },
  {
    id: 'write.replaces-older',
    sentence: 'A record replaces the one with its id and an older timestamp.',
    async run(subject) {
      const store = await subject.open();
      const older = draft(1, { timestamp: NOW - 100 });
      const newer = revised(older, { timestamp: NOW - 50, delta_summary: 'newer' });
      await store.put([older]);
      await store.put([newer]);
      await store.expectHolding([newer]);
      expectRecord('get to return', (await store.get([older.id]))[0], newer);
    },
  },
  {
    id: 'write.replaces-equal',
    sentence: 'A record replaces the one with its id and an equal timestamp.',
    async run(subject) {
      const store = await subject.open();
      const first = draft(1, { timestamp: NOW - 100.25 });
      const second = revised(first, { delta_summary: 'second' });
      await store.put([first]);
      await store.put([second]);
      expectRecord('get to return', (await store.get([first.id]))[0], second);
    },
  },
  {
    id: 'write.keeps-newer',
    sentence: 'A record with an older timestamp than the stored one changes nothing, and is no error.',
    async run(subject) {
      const store = await subject.open();
      const newer = draft(1, { timestamp: NOW - 50 });
      const older = revised(newer, {
        timestamp: NOW - 100,
        delta_summary: 'older',
        problem_description: 'older',
      });
      await store.put([newer]);
      await store.put([older]);
      expectRecord('get to return', (await store.get([newer.id]))[0], newer);
      expectRecords('search to return', (await store.search()).hits, [newer]);
    },
  },
  {
    id: 'write.orders-by-fractions',
    sentence: 'A microsecond between two timestamps decides which of them is newer.',
    async run(subject) {
      const store = await subject.open();
      const newer = draft(1, { timestamp: 1_763_899_999.123457 });
      const older = revised(newer, { timestamp: 1_763_899_999.123456, delta_summary: 'older' });
      await store.put([newer]);
      await store.put([older]);
      expectRecord('get to return', (await store.get([newer.id]))[0], newer);
    },
  },
  {
    id: 'write.replaces-whole',
    sentence:
      'Nothing is left of a replaced record: neither its vector nor anything that a filter finds it by.',
    async run(subject) {
      const store = await subject.open();
      const older = draft(1, {
        domain_tags: ['old'],
        outcome_type: 'open',
        agent_id: 'old#1',
        timestamp: NOW - 100,
      });
      const newer = revised(older, {
        problem_description: draft(2).packet.problem_description,
        domain_tags: ['new'],
        outcome_type: 'partial',
        agent_id: 'new#1',
        timestamp: NOW - 50,
      });
      await store.put([older]);
      await store.put([newer]);
      for (const filter of [
        { domainTags: ['old'] },
        { outcomeTypes: ['open'] as const },
        { agentId: 'old#1' },
        { voters: ['old'] },
      ]) {
        await store.expectPassing(filter, []);
      }
      await store.expectPassing(
        { domainTags: ['new'], outcomeTypes: ['partial'], agentId: 'new#1', voters: ['new'] },
        [newer],
      );
      const texts = [older, newer].map(({ packet }) => packet.problem_description);
      const scores: number[] = [];
      for (const text of texts) scores.push((await store.search({}, { text })).hits[0]?.score ?? Number.NaN);
      const [byOld = Number.NaN, byNew = Number.NaN] = scores;
      expectThat('the new vector alone to be searched', byNew > 0.999 && byOld < byNew, scores);
    },
  },
  {
    id: 'write.stale-costs-no-other',
    sentence:
      'In one call, a record that is older than the stored one does not keep the others from being written.',
    async run(subject) {
      const store = await subject.open();
      const newer = draft(1, { timestamp: NOW - 50 });
      await store.put([newer]);
      const older = revised(newer, { timestamp: NOW - 100, delta_summary: 'older' });
      await store.put([draft(2), older, draft(3)]);
      expectRecords('scan to return', await store.scan(), [newer, draft(2), draft(3)]);
    },
  },
  {
    id: 'write.takes-an-id-twice',
    sentence:
      'The same id twice in one call counts as two writes in that order: the newest timestamp stays, of equal ones the last.',
    async run(subject) {
      const store = await subject.open();
      const rising = [
        draft(1, { timestamp: NOW - 60 }),
        revised(draft(1), { timestamp: NOW - 50, delta_summary: 'newer' }),
      ];
      const falling = [
        draft(2, { timestamp: NOW - 50 }),
        revised(draft(2), { timestamp: NOW - 60, delta_summary: 'older' }),
      ];
      const level = [draft(3), revised(draft(3), { delta_summary: 'last' })];
      await store.put([...rising, ...falling, ...level]);
      expectRecords(
        'scan to return',
        await store.scan(),
        [rising[1], falling[0], level[1]].flatMap((record) => record ?? []),
      );
    },
  },
  {
    id: 'write.takes-many',
    sentence: `One call takes ${MANY} records, and all of them are found.`,
    async run(subject) {
      const store = await subject.open();
      const records = Array.from({ length: MANY }, (_, n) => draft(n % 300, {}, idOf(n)));
      await expectDone(`write of ${MANY} records`, store.put(records));
      await store.expectHolding(records);
    },
  },
  {
    id: 'write.takes-none',
    sentence: 'An empty call of `write` is no error and changes nothing.',
    async run(subject) {
      const store = await subject.open();
      await store.put([draft(1)]);
      await expectDone('write of no records', store.put([]));
      await store.expectHolding([draft(1)]);
    },
  },
];
