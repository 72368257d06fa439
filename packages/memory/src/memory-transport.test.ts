import { setImmediate as turn } from 'node:timers/promises';
import {
  expiresAt,
  type Filter,
  matchesFilter,
  type OutcomePacket,
  type OutcomeRecord,
  voterOf,
} from '@qis/core';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { randomFrom, randomVectors } from '../test/random-vectors.ts';
import { MemoryTransport, type MemoryTransportOptions } from './memory-transport.ts';

const NOW = 1_000_000;
const DIMENSIONS = 16;
const FINGERPRINT = {
  model: 'random',
  revision: '1',
  dtype: 'fp32',
  pooling: 'none',
  normalisation: 'l2',
  dimensions: DIMENSIONS,
};
const VECTORS = randomVectors(3_000, DIMENSIONS, randomFrom(1));
const everything: Filter = { now: NOW, includeExpired: true };

function vectorOf(n: number): Float32Array {
  return VECTORS[n % VECTORS.length] as Float32Array;
}

function record(
  n: number,
  packet: Partial<OutcomePacket> = {},
  vector: Float32Array = vectorOf(n),
): OutcomeRecord {
  const whole: OutcomePacket = {
    problem_description: `problem ${n}`,
    outcome_type: 'resolved',
    confidence: (n % 100) / 100,
    delta_summary: 'first',
    domain_tags: [`tag-${n % 10}`],
    timestamp: NOW,
    agent_id: `agent-${n % 7}#s`,
    ttl: 3_600,
    ...packet,
  };
  return {
    id: `id-${n}`,
    packet: whole,
    voter: voterOf(whole.agent_id),
    vector,
    expires_at: expiresAt(whole),
  };
}

function records(from: number, to: number, packet: Partial<OutcomePacket> = {}): OutcomeRecord[] {
  return Array.from({ length: to - from }, (_, i) => record(from + i, packet));
}

async function opened(options?: MemoryTransportOptions): Promise<MemoryTransport> {
  const transport = new MemoryTransport(options);
  await transport.open({ fingerprint: FINGERPRINT });
  return transport;
}

async function graphGrown(transport: MemoryTransport): Promise<void> {
  while ((await transport.stats({ now: NOW })).details.pending !== 0) await turn();
}

async function scanned(transport: MemoryTransport, filter: Filter = everything): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await transport.scan({ filter, limit: 100, ...(cursor && { cursor }) });
    ids.push(...page.records.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor);
  return ids;
}

const missing = (): Promise<never> =>
  Promise.reject(Object.assign(new Error("Cannot find package 'usearch'"), { code: 'ERR_MODULE_NOT_FOUND' }));

describe('open', () => {
  test('stores the fingerprint in an empty collection and returns it to whoever opens it next', async () => {
    const transport = new MemoryTransport();
    expect(await transport.open({ fingerprint: FINGERPRINT })).toEqual({ fingerprint: FINGERPRINT });
    expect(await transport.open({ fingerprint: { ...FINGERPRINT, model: 'other' } })).toEqual({
      fingerprint: FINGERPRINT,
    });
  });

  test('does not say of packets that were there who embedded them', async () => {
    const transport = new MemoryTransport();
    await transport.open({});
    await transport.write(records(0, 1));
    expect(await transport.open({ fingerprint: FINGERPRINT })).toEqual({});
  });
});

describe('write', () => {
  test('replaces a record unless the stored timestamp is newer', async () => {
    const transport = await opened();
    const summary = async (): Promise<unknown> =>
      (await transport.get(['id-1'], { now: NOW })).map(({ packet }) => packet.delta_summary);
    await transport.write([record(1, { timestamp: NOW, delta_summary: 'first' })]);
    await transport.write([record(1, { timestamp: NOW - 1, delta_summary: 'older' })]);
    expect(await summary()).toEqual(['first']);
    await transport.write([record(1, { timestamp: NOW, delta_summary: 'equal' })]);
    expect(await summary()).toEqual(['equal']);
    await transport.write([record(1, { timestamp: NOW + 1, delta_summary: 'newer' })]);
    expect(await summary()).toEqual(['newer']);
  });

  test('applies the records of one call in their order', async () => {
    const transport = await opened();
    await transport.write([
      record(1, { timestamp: NOW + 1, delta_summary: 'newest' }),
      record(1, { timestamp: NOW, delta_summary: 'older' }),
    ]);
    const [stored] = await transport.get(['id-1'], { now: NOW });
    expect(stored?.packet.delta_summary).toBe('newest');
  });

  test('an older record does not leave its vector behind', async () => {
    const transport = await opened();
    await transport.write([record(1, {}, vectorOf(1))]);
    await transport.write([record(1, { timestamp: NOW - 1 }, vectorOf(2))]);
    const [stored] = await transport.get(['id-1'], { now: NOW, withVectors: true });
    expect(stored?.vector).toEqual(vectorOf(1));
  });

  test('a replaced record is found by its new vector only', async () => {
    const transport = await opened();
    await transport.write([record(1, {}, vectorOf(1)), record(1, {}, vectorOf(2))]);
    const { hits } = await transport.search({ vector: vectorOf(2), limit: 5, filter: everything });
    expect(hits.map(({ id, score }) => [id, score])).toEqual([['id-1', expect.closeTo(1, 6)]]);
  });

  test('keeps no alias of a vector, on the way in or out', async () => {
    const transport = await opened();
    const given = vectorOf(1).slice();
    await transport.write([record(1, {}, given)]);
    given.fill(0);
    for (let again = 0; again < 2; again++) {
      const { hits } = await transport.search({
        vector: vectorOf(1),
        limit: 1,
        filter: everything,
        withVectors: true,
      });
      expect(hits[0]?.vector).toEqual(vectorOf(1));
      hits[0]?.vector?.fill(0);
    }
  });

  test('is searchable at once while the graph grows between calls', async () => {
    const transport = await opened({ hnswFrom: 500 });
    await transport.write(records(0, 2_000));
    const indexes = new Set<unknown>();
    let pending: unknown;
    do {
      const { hits } = await transport.search({ vector: vectorOf(1_999), limit: 1, filter: { now: NOW } });
      expect(hits[0]?.id).toBe('id-1999');
      const { details } = await transport.stats({ now: NOW });
      indexes.add(details.index);
      pending = details.pending;
      await turn();
    } while (pending !== 0);
    expect([...indexes]).toEqual(['exact', 'hnsw']);
  });
});

describe('expired records', () => {
  test('are swept an hour after, so that the store does not grow for ever', async () => {
    const transport = await opened();
    for (let hour = 0; hour < 200; hour++) {
      await transport.write(records(hour * 50, (hour + 1) * 50, { timestamp: NOW + hour * 3_600, ttl: 60 }));
    }
    // 50 live, 50 that expired within the hour, and those that the hand has not reached.
    expect((await scanned(transport)).length).toBeLessThan(200);
  });

  test('are not swept within the hour, and live ones never', async () => {
    const transport = await opened();
    await transport.write(records(0, 100, { timestamp: NOW, ttl: 3_600 }));
    await transport.write(records(100, 200, { timestamp: NOW, ttl: 7_201 }));
    await transport.write(records(200, 300, { timestamp: NOW + 7_200, ttl: 1 }));
    expect(await scanned(transport)).toHaveLength(300);
    await transport.write(records(300, 500, { timestamp: NOW + 7_201, ttl: 1 }));
    const left = await scanned(transport);
    expect(left).not.toContain('id-0');
    expect(left).toHaveLength(400);
    expect(await scanned(transport, { now: NOW + 7_201 })).toEqual(records(100, 500).map(({ id }) => id));
  });

  test('take no place of a live one in a search', async () => {
    const transport = await opened();
    await transport.write(records(0, 1_000, { ttl: 1 }));
    await transport.write(records(1_000, 1_005, { ttl: 100 }));
    const { hits } = await transport.search({ vector: vectorOf(0), limit: 5, filter: { now: NOW + 2 } });
    expect(hits.map(({ id }) => id).sort()).toEqual(records(1_000, 1_005).map(({ id }) => id));
  });
});

const filters = fc.record(
  {
    now: fc.constantFrom(NOW, NOW + 3_000, NOW + 4_000),
    domainTags: fc.uniqueArray(fc.constantFrom('tag-1', 'tag-2', 'tag-3'), { minLength: 1 }),
    minConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
    outcomeTypes: fc.constantFrom(['resolved' as const], ['open' as const, 'partial' as const]),
    notAgentId: fc.constant('agent-1#s'),
    voters: fc.constantFrom(['agent-3']),
    notVoters: fc.constantFrom(['agent-1', 'agent-2']),
    since: fc.integer({ min: NOW - 100, max: NOW }),
    includeExpired: fc.boolean(),
  },
  { requiredKeys: ['now'] },
);

describe('filters never cost hits', () => {
  const stored = Array.from({ length: 1_200 }, (_, n) =>
    record(n, {
      outcome_type: n % 3 === 0 ? 'open' : 'resolved',
      timestamp: NOW - (n % 200),
      ttl: n % 2 === 0 ? 3_600 : 86_400,
    }),
  );

  test.each([
    ['exactly', { hnswFrom: Number.POSITIVE_INFINITY }],
    ['through the graph', { hnswFrom: 100 }],
    ['without the native module', { importNative: missing }],
  ])('%s', async (name, options) => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const transport = await opened(options);
    await transport.write(stored);
    await graphGrown(transport);
    const query = { vector: fc.nat(2_999), limit: fc.integer({ min: 1, max: 40 }), filter: filters };
    await fc.assert(
      fc.asyncProperty(fc.record(query), async ({ vector: n, limit, filter }) => {
        const vector = vectorOf(n);
        const cosine = (each: OutcomeRecord): number =>
          vector.reduce((sum, value, at) => sum + value * (each.vector?.[at] as number), 0);
        const passing = stored.filter((each) => matchesFilter(filter, each));
        const { hits } = await transport.search({ vector, limit, filter });
        expect(hits).toHaveLength(Math.min(limit, passing.length));
        for (const { score, ...hit } of hits) {
          const own = passing.find(({ id }) => id === hit.id) as OutcomeRecord;
          expect(hit).toEqual({
            id: own.id,
            packet: own.packet,
            voter: own.voter,
            expires_at: own.expires_at,
          });
          expect(score).toBeCloseTo(cosine(own), 5);
        }
        if (name === 'through the graph') return;
        const best = passing.map(cosine).sort((a, b) => b - a);
        expect(hits.map(({ score }) => score)).toEqual(
          best.slice(0, limit).map((score) => expect.closeTo(score, 5)),
        );
      }),
      { numRuns: 60 },
    );
  });
});

test('hits of equal scores stand in the order of their ids', async () => {
  const transport = await opened();
  await transport.write([7, 3, 5, 1].map((n) => record(n, {}, vectorOf(0))));
  const { hits } = await transport.search({ vector: vectorOf(0), limit: 4, filter: everything });
  expect(hits.map(({ id }) => id)).toEqual(['id-1', 'id-3', 'id-5', 'id-7']);
});

test('searching an empty store finds nothing', async () => {
  const transport = await opened();
  expect(await transport.search({ vector: vectorOf(0), limit: 5, filter: everything })).toEqual({
    hits: [],
    unreadable: 0,
  });
});

test('a scan shows what stays exactly once, whatever is written, replaced and removed between its pages', async () => {
  const change = fc.record({
    verb: fc.constantFrom('write' as const, 'remove' as const),
    from: fc.nat(60),
    count: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 60 }),
      fc.array(fc.array(change, { maxLength: 3 }), { minLength: 1, maxLength: 12 }),
      async (limit, count, between) => {
        const transport = await opened({ hnswFrom: 10 });
        await transport.write(records(0, count));
        const staying = new Set(records(0, count).map(({ id }) => id));
        const seen: string[] = [];
        let cursor: string | undefined;
        let page = 0;
        do {
          const answer = await transport.scan({ filter: everything, limit, ...(cursor && { cursor }) });
          seen.push(...answer.records.map(({ id }) => id));
          cursor = answer.cursor;
          for (const { verb, from, count: many } of between[page++] ?? []) {
            if (verb === 'write') await transport.write(records(from, from + many));
            else {
              const ids = records(from, from + many).map(({ id }) => id);
              await transport.remove(ids);
              for (const id of ids) staying.delete(id);
            }
          }
        } while (cursor);
        for (const id of staying) expect(seen.filter((other) => other === id)).toEqual([id]);
      },
    ),
  );
});

test('a scan pages through what the filter lets through, and ends without an empty page', async () => {
  const transport = await opened();
  await transport.write(records(0, 40));
  const filter: Filter = { now: NOW, domainTags: ['tag-3'] };
  const first = await transport.scan({ filter, limit: 2, withVectors: true });
  expect(first.records.map(({ id, vector }) => [id, vector])).toEqual([
    ['id-3', vectorOf(3)],
    ['id-13', vectorOf(13)],
  ]);
  const second = await transport.scan({ filter, limit: 2, cursor: first.cursor as string });
  expect(second.records.map(({ id, vector }) => [id, vector])).toEqual([
    ['id-23', undefined],
    ['id-33', undefined],
  ]);
  expect(second.cursor).toBeUndefined();
});

test('get answers in the order asked, each record once, without the expired unless asked', async () => {
  const transport = await opened();
  await transport.write([...records(0, 3), record(3, { ttl: 1 })]);
  const ids = ['id-2', 'id-3', 'nobody', 'id-0', 'id-2'];
  const got = async (options: { includeExpired?: boolean }): Promise<string[]> =>
    (await transport.get(ids, { now: NOW + 2, ...options })).map(({ id }) => id);
  expect(await got({})).toEqual(['id-2', 'id-0']);
  expect(await got({ includeExpired: true })).toEqual(['id-2', 'id-3', 'id-0']);
});

test('remove takes records out of every verb, and minds no stranger', async () => {
  const transport = await opened({ hnswFrom: 10 });
  await transport.write(records(0, 20));
  await graphGrown(transport);
  await transport.remove(['id-4', 'nobody', 'id-4']);
  expect(await transport.get(['id-4'], { now: NOW })).toEqual([]);
  expect(await scanned(transport)).not.toContain('id-4');
  const { hits } = await transport.search({ vector: vectorOf(4), limit: 20, filter: everything });
  expect(hits.map(({ id }) => id)).not.toContain('id-4');
  expect(hits).toHaveLength(19);
});

test('stats counts the live and tells how it searches', async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const transport = await opened({ hnswFrom: 10 });
  await transport.write([...records(0, 20), record(20, { ttl: 1 })]);
  expect(await transport.stats({ now: NOW + 2 })).toEqual({
    packets: 20,
    details: { index: 'exact', native: true, pending: 21 },
  });
  await graphGrown(transport);
  expect((await transport.stats({ now: NOW })).details).toEqual({ index: 'hnsw', native: true, pending: 0 });
  const without = await opened({ hnswFrom: 10, importNative: missing });
  await without.write(records(0, 20));
  expect((await without.stats({ now: NOW })).details).toEqual({ index: 'exact', native: false, pending: 0 });
});

test('open fails where the native module is broken rather than missing, and may be tried again', async () => {
  const failure = new Error('unexpected');
  const transport = new MemoryTransport({ importNative: () => Promise.reject(failure) });
  await expect(transport.open({})).rejects.toBe(failure);
  await expect(transport.open({})).rejects.toBe(failure);
  expect(transport.classify()).toEqual({ code: 'STORE_FAILED', retryable: false });
});

test('close ends the growing of the graph', async () => {
  const transport = await opened({ hnswFrom: 10 });
  await transport.write(records(0, 500));
  await transport.close();
  await turn();
  await turn();
  expect((await transport.stats({ now: NOW })).details.pending).toBe(500);
});
