import type { Clause } from '../clause.ts';
import { expectRecords, expectRefused } from '../expectations.ts';
import { draft, drafts, idOf, idsOf, NOW } from '../records.ts';

export const repliesClauses: readonly Clause[] = [
  {
    id: 'replies.kept',
    sentence: '`in_reply_to` comes back as it was written, order included, and absent where it was absent.',
    needs: 'replies',
    async run(subject) {
      const store = await subject.open();
      const records = [
        draft(1, { in_reply_to: [idOf(101)] }),
        draft(2, { in_reply_to: [idOf(104), idOf(101), idOf(103), idOf(102)] }),
        draft(3),
      ];
      await store.put(records);
      expectRecords('search to return', (await store.search()).hits, records);
      expectRecords('scan to return', await store.scan(), records);
      expectRecords('get to return', await store.get(idsOf(records)), records);
    },
  },
  {
    id: 'replies.filter',
    sentence:
      '`inReplyTo` lets through records that reply to any of these ids, whether or not the store holds what they reply to.',
    needs: 'replies',
    async run(subject) {
      const store = await subject.open();
      const replied = draft(1);
      const [one, both, other, none] = [
        draft(2, { in_reply_to: [replied.id] }),
        draft(3, { in_reply_to: [idOf(103), replied.id, idOf(102)] }),
        draft(4, { in_reply_to: [idOf(102)] }),
        draft(5),
      ] as const;
      await store.put([replied, one, both, other, none]);
      await store.expectPassing({ inReplyTo: [replied.id] }, [one, both]);
      await store.expectPassing({ inReplyTo: [idOf(102), idOf(103)] }, [both, other]);
      await store.expectPassing({ inReplyTo: [replied.id, idOf(102)] }, [one, both, other]);
      await store.expectPassing({ inReplyTo: [none.id] }, []);
    },
  },
  {
    id: 'replies.replaced',
    sentence: 'A record that is replaced replies to what its replacement says, which may be nothing.',
    needs: 'replies',
    async run(subject) {
      const store = await subject.open();
      const older = draft(1, { timestamp: NOW - 90, in_reply_to: [idOf(101), idOf(102)] });
      const other = draft(1, { timestamp: NOW - 80, in_reply_to: [idOf(102), idOf(103)] });
      const none = draft(1, { timestamp: NOW - 70 });
      await store.put([older]);
      await store.put([other]);
      await store.expectPassing({ inReplyTo: [idOf(101)] }, []);
      await store.expectPassing({ inReplyTo: [idOf(102)] }, [other]);
      await store.put([none]);
      await store.expectPassing({ inReplyTo: [idOf(102), idOf(103)] }, []);
      expectRecords('get to return', await store.get([none.id]), [none]);
    },
  },
  {
    id: 'replies.absent-write-refused',
    sentence:
      'Without `replies`, a call that writes `in_reply_to` is refused with `NOT_SUPPORTED`, and nothing of it is stored.',
    lacks: 'replies',
    async run(subject) {
      const store = await subject.open();
      const records = [draft(1), draft(2, { in_reply_to: [idOf(1)] })];
      await expectRefused('writing a reply', store.put(records), 'NOT_SUPPORTED');
      await store.expectHolding([], records);
    },
  },
  {
    id: 'replies.absent-filter-refused',
    sentence:
      'Without `replies`, filtering by `inReplyTo` is refused with `NOT_SUPPORTED` rather than answered with too much or nothing.',
    lacks: 'replies',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      await expectRefused('searching by inReplyTo', store.search({ inReplyTo: [idOf(0)] }), 'NOT_SUPPORTED');
      await expectRefused('scanning by inReplyTo', store.scan({ inReplyTo: [idOf(0)] }), 'NOT_SUPPORTED');
    },
  },
];
