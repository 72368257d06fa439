import type { Clause } from '../clause.ts';
import { expectIds, expectSame } from '../expectations.ts';
import { draft, drafts, idsOf, NOW, QUERY } from '../records.ts';

export const expiryClauses: readonly Clause[] = [
  {
    id: 'expiry.inclusive',
    sentence:
      'A record lives while `now <= expires_at`, to the fraction of a second, in every way of reading.',
    async run(subject) {
      const store = await subject.open();
      const whole = draft(1, { timestamp: NOW - 100, ttl: 100 });
      const fraction = draft(2, { timestamp: NOW - 99.75, ttl: 100 });
      await store.put([whole, fraction]);
      const moments: [now: number, alive: (typeof whole)[]][] = [
        [NOW - 0.001, [whole, fraction]],
        [NOW, [whole, fraction]],
        [NOW + 0.001, [fraction]],
        [NOW + 0.25, [fraction]],
        [NOW + 0.251, []],
      ];
      for (const [now, alive] of moments) {
        await store.expectPassing({ now }, alive);
        expectIds(`get at ${now} to return`, await store.get(idsOf([whole, fraction]), { now }), alive);
      }
    },
  },
  {
    id: 'expiry.takes-no-place',
    sentence:
      'Expired records take no place of live ones: five far live records are all found behind two hundred near expired ones.',
    async run(subject) {
      const store = await subject.open();
      const live = drafts(5, {}, 200);
      await store.put([
        ...drafts(200, { problem_description: QUERY, timestamp: NOW - 200, ttl: 100 }),
        ...live,
      ]);
      expectIds('search to find', (await store.search({}, { limit: 5 })).hits, live);
    },
  },
  {
    id: 'expiry.include-expired',
    sentence: 'With `includeExpired`, `search` and `scan` let expired records through beside the live ones.',
    async run(subject) {
      const store = await subject.open();
      const records = [
        draft(1),
        draft(2, { timestamp: NOW - 500, ttl: 100 }),
        draft(3, { timestamp: NOW - 3_000, ttl: 100 }),
      ];
      await store.put(records);
      await store.expectPassing({ includeExpired: true }, records);
      await store.expectPassing({ includeExpired: false }, records.slice(0, 1));
      await store.expectPassing({ includeExpired: true, since: NOW - 500 }, records.slice(0, 2));
    },
  },
  {
    id: 'expiry.by-callers-clock',
    sentence:
      'Only the `now` of a call decides what is live: a store has no clock of its own, and no reading at a later time removes anything.',
    async run(subject) {
      const store = await subject.open();
      const [first, second] = [draft(1), draft(2)];
      await store.put([first]);
      for (const years of [1, 10]) {
        const now = NOW + years * 31_536_000;
        await store.expectPassing({ now }, []);
        expectIds('get to return', await store.get([first.id], { now }), []);
        expectSame('packets to be', await store.count(now), 0);
      }
      await store.put([second]);
      await store.expectPassing({ now: NOW }, [first, second]);
    },
  },
  {
    id: 'expiry.keeps-an-hour',
    sentence:
      'A store may forget what has expired, but not before the newest timestamp written is an hour past it: clocks disagree.',
    async run(subject) {
      const store = await subject.open();
      const expired = drafts(5, { timestamp: NOW - 3_599, ttl: 1 });
      await store.put(expired);
      for (let n = 0; n < 5; n++)
        await store.put(drafts(10, { timestamp: NOW + 0.5, domain_tags: ['new'] }, 100));
      await store.expectPassing({ includeExpired: true, domainTags: ['conformance'] }, expired);
    },
  },
  {
    id: 'expiry.renewed',
    sentence: 'A record that is replaced lives as long as its replacement says, from the next read on.',
    async run(subject) {
      const store = await subject.open();
      const first = draft(1, { timestamp: NOW - 200, ttl: 100 });
      const renewed = draft(1, { timestamp: NOW - 50, ttl: 100 });
      await store.put([first]);
      await store.expectPassing({}, []);
      await store.put([renewed]);
      await store.expectHolding([renewed]);
      await store.expectPassing({ now: NOW + 60 }, []);
    },
  },
];
