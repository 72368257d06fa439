import { join } from 'node:path';
import { type Filter, matchesFilter, type OutcomePacket } from '@qis/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOf, NOW, record } from '../test/records.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { filterClause } from './filter-clause.ts';
import { CollectionTable } from './log/collection-table.ts';
import { LogWriter } from './log/log-writer.ts';
import { RecordLog } from './log/record-log.ts';
import { openDatabase } from './open-database.ts';

/** What SQL, JSON and patterns could take for their own, and tags that hold others. */
const texts = ['a', 'b', 'ab', '"', "'", '\\', 'a","b', '%', '_', ']', '', 'é', '日本', '\u2028', 'null'];
const voters = ['ann', 'bob', ''];

const packets: fc.Arbitrary<Partial<OutcomePacket>> = fc.record({
  domain_tags: fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 3 }),
  outcome_type: fc.constantFrom(
    'resolved' as const,
    'partial' as const,
    'contradicted' as const,
    'open' as const,
  ),
  confidence: fc.constantFrom(0, 0.25, 0.5, 1),
  agent_id: fc.constantFrom('ann#1', 'ann#2', 'bob#1', ''),
  timestamp: fc.constantFrom(NOW - 10, NOW, NOW + 0.5),
  ttl: fc.constantFrom(1, 10, 1_000),
});
const replies = fc.option(fc.uniqueArray(fc.constantFrom(1, 2, 3).map(idOf), { minLength: 1 }), {
  nil: undefined,
});

const some = <T>(...values: T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const filters: fc.Arbitrary<Filter> = fc.record(
  {
    now: fc.constantFrom(NOW - 9, NOW + 1, NOW + 5, NOW + 2_000),
    domainTags: some(...texts),
    minConfidence: fc.constantFrom(0, 0.25, 0.6),
    outcomeTypes: some('resolved' as const, 'partial' as const, 'open' as const),
    agentId: fc.constantFrom('ann#1', ''),
    notAgentId: fc.constantFrom('ann#1', ''),
    voters: some(...voters),
    notVoters: some(...voters),
    inReplyTo: some(idOf(1), idOf(2), idOf(9)),
    since: fc.constantFrom(NOW - 10, NOW, NOW + 0.25),
    includeExpired: fc.boolean(),
  },
  { requiredKeys: ['now'] },
);

test('lets through what matchesFilter of core does, in each of the statements that it stands in', () => {
  const db = openDatabase(join(temporaryFolder(), 'outcomes.db'));
  const collection = new CollectionTable(db, 'mine');
  const log = new RecordLog(db, collection.id);
  const writer = new LogWriter(db, collection.id);
  const others = new CollectionTable(db, 'others');
  const otherWriter = new LogWriter(db, others.id);
  writer.begin(0);
  const [packetSample, replySample] = [fc.sample(packets, 400), fc.sample(replies, 400)];
  const stored = packetSample.map((packet, n) => {
    const in_reply_to = replySample[n];
    const each = record(n, { ...packet, ...(in_reply_to && { in_reply_to }) });
    writer.put(each);
    return { ...each, key: writer.seq };
  });
  otherWriter.begin(writer.seq);
  for (const [n, packet] of packetSample.entries()) otherWriter.put(record(n, packet));

  fc.assert(
    fc.property(filters, (filter) => {
      const passing = stored.filter((each) => matchesFilter(filter, each));
      const keys = passing.map(({ key }) => key);
      expect(log.page(filter, '', 1_000).rows.map(({ id }) => id)).toEqual(passing.map(({ id }) => id));
      expect([...log.passing(filter)].map(({ key }) => key).sort((a, b) => a - b)).toEqual(keys);
      expect(log.count(filter)).toBe(keys.length);
      for (const read of [log.readerByKey(filter), log.bareReaderByKey(filter)])
        expect(stored.filter(({ key }) => read(key)).map(({ key }) => key)).toEqual(keys);
    }),
    { numRuns: 300 },
  );
  db.close();
});

test('long lists of tags are one statement, whatever their number', () => {
  const tags = (n: number): string[] => Array.from({ length: n }, (_, i) => `tag ${i}`);
  const sqlFor = (n: number): string => filterClause({ now: NOW, domainTags: tags(n) }).sql;
  expect(sqlFor(5_000)).toBe(sqlFor(9));
  const db = openDatabase(join(temporaryFolder(), 'outcomes.db'));
  const collection = new CollectionTable(db, 'c');
  new LogWriter(db, collection.id).put(record(1, { domain_tags: ['tag 4999'] }));
  expect(new RecordLog(db, collection.id).count({ now: NOW, domainTags: tags(5_000) })).toBe(1);
  db.close();
});
