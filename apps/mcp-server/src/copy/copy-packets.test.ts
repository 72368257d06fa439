import type { OutcomeRecord, TransportCapabilities } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { describe, expect, it } from 'vitest';
import { contentOf, copy, lineSource, storeSource, storeWith } from '../../test/copying.ts';
import { LetterEmbedder } from '../../test/letter-embedder.ts';
import { FINGERPRINT, idOf, NOW, record, records, vectorOf } from '../../test/records.ts';
import { encodeRecord } from './line-codec.ts';

const LETTERS = (await new LetterEmbedder().open()).fingerprint;

describe('a copy', () => {
  it('has every record with its id, packet and vector, and the fingerprint', async () => {
    const all = records(700);
    const target = new MemoryTransport();
    const result = await copy(storeSource(await storeWith(all, FINGERPRINT)), target);
    expect(result).toMatchObject({ read: 700, written: 700, refused: 0, differences: [] });
    expect(await contentOf(target)).toEqual(all);
    expect(await target.open({})).toEqual({ fingerprint: FINGERPRINT });
  });

  it('has expired records, too, and says how many', async () => {
    const source = await storeWith([record(1), record(2, { ttl: 1 }), record(3, { ttl: 2 })], FINGERPRINT);
    const target = new MemoryTransport();
    expect(await copy(storeSource(source), target)).toMatchObject({
      written: 3,
      expired: 2,
      differences: [],
    });
    expect(await contentOf(target)).toHaveLength(3);
  });

  it('changes nothing the second time, and writes only what is missing', async () => {
    const all = [...records(599), record(599, { ttl: 50 })];
    const target = await storeWith(all.slice(0, 300), FINGERPRINT);
    const source = await storeWith(all, FINGERPRINT);
    expect(await copy(storeSource(source), target)).toMatchObject({ written: 300, same: 300 });
    target.write = () => Promise.reject(new Error('written again'));
    expect(await copy(storeSource(source), target)).toMatchObject({ written: 0, same: 600, differences: [] });
  });

  it('replaces what is older in the target, or says something else at the same time, and keeps what is newer', async () => {
    const target = await storeWith(
      [
        record(1, { timestamp: NOW - 200 }),
        record(2, { timestamp: NOW }),
        record(3, { delta_summary: 'else' }),
      ],
      FINGERPRINT,
    );
    const source = storeSource(await storeWith([record(1), record(2), record(3)], FINGERPRINT));
    expect(await copy(source, target)).toMatchObject({ written: 2, newer: 1, same: 0, differences: [] });
    expect(await contentOf(target)).toEqual([record(1), record(2, { timestamp: NOW }), record(3)]);
  });

  it('counts an id that comes more than once as one packet, the newest', async () => {
    const lines = [5, 7, 6, 7].map((age) => record(1, { timestamp: NOW - age }));
    const target = new MemoryTransport();
    const source = lineSource(lines.map(({ vector: _, ...bare }) => encodeRecord(bare)).join(''));
    expect(await copy(source, target)).toMatchObject({ written: 1, newer: 3, differences: [] });
    expect((await contentOf(target))[0]?.packet.timestamp).toBe(NOW - 5);
  });

  it('of an expired packet that is renewed counts as one live packet more', async () => {
    const target = await storeWith([record(1, { ttl: 1 })], FINGERPRINT);
    const result = await copy(
      storeSource(await storeWith([record(1, { timestamp: NOW })], FINGERPRINT)),
      target,
    );
    expect(result.verified).toContain('the memory store counts 1 live packets, 1 are expected');
  });
});

describe('texts are embedded', () => {
  it('where a line has no vector, by the model of the target', async () => {
    const { vector: _, ...bare } = record(1);
    const target = new MemoryTransport();
    expect(await copy(lineSource(encodeRecord(bare)), target)).toMatchObject({ written: 1, differences: [] });
    const [vector] = await new LetterEmbedder().embed([bare.packet.problem_description]);
    expect(await contentOf(target)).toEqual([{ ...bare, vector }]);
    expect(await target.open({})).toEqual({ fingerprint: LETTERS });
  });

  it('never by another model than that of the vectors beside them', async () => {
    const { vector: _, ...bare } = record(1);
    const source = await storeWith([record(0)], FINGERPRINT);
    const { scan } = source;
    source.scan = async (query) => {
      const page = await scan.call(source, query);
      return { ...page, records: [...page.records, bare] };
    };
    const target = new MemoryTransport();
    expect(await copy(storeSource(source), target)).toMatchObject({
      written: 1,
      refusals: [`packet ${idOf(1)} EMBEDDER_MISMATCH`],
    });
  });

  it('anew where that is asked for, and the target has the new fingerprint', async () => {
    const all = records(300);
    const target = new MemoryTransport();
    const source = await storeWith(all, FINGERPRINT);
    const first = await copy(storeSource(source), target, { embedAnew: true });
    expect(first).toMatchObject({ written: 300, differences: [] });
    expect(await target.open({})).toEqual({ fingerprint: LETTERS });
    const texts = all.map(({ packet }) => packet.problem_description);
    const vectors = await new LetterEmbedder().embed(texts);
    expect(await contentOf(target)).toEqual(all.map((each, n) => ({ ...each, vector: vectors[n] })));
    const second = await copy(storeSource(source), target, { embedAnew: true });
    expect(second).toMatchObject({ written: 0, same: 300, differences: [] });
  });
});

describe('nothing is written', () => {
  it('into a target of another fingerprint: the error says how to copy all the same', async () => {
    const target = await storeWith([record(9)], { ...FINGERPRINT, revision: '2' });
    await expect(copy(storeSource(await storeWith([record(1)], FINGERPRINT)), target)).rejects.toMatchObject({
      code: 'EMBEDDER_MISMATCH',
      message: expect.stringContaining('--embedder'),
    });
    expect(await contentOf(target)).toEqual([record(9)]);
  });

  it('from a source that does not say its model, unless its texts are embedded anew', async () => {
    const source = await storeWith([record(1)]);
    const target = new MemoryTransport();
    await expect(copy(storeSource(source), target)).rejects.toMatchObject({ code: 'FINGERPRINT_MISSING' });
    expect(await target.open({})).toEqual({});
    expect(await copy(storeSource(source), target, { embedAnew: true })).toMatchObject({ written: 1 });
  });

  it('after it was stopped', async () => {
    const source = storeSource(await storeWith(records(600), FINGERPRINT));
    const target = new MemoryTransport();
    const controller = new AbortController();
    const onProgress = (_doing: string, count: number): void => {
      if (count > 0) controller.abort();
    };
    await expect(copy(source, target, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(await contentOf(target)).toHaveLength(256);
  });
});

describe('a record is refused, and the others arrive', () => {
  it.each<[string, Partial<OutcomeRecord>, string]>([
    ['over the limit', record(1, { problem_description: 'x'.repeat(500) }), 'PACKET_TOO_LARGE'],
    ['with a text that no deposit could leave', record(1, { delta_summary: 'a\u202Eb' }), 'INVALID_PACKET'],
    [
      'with what looks like a credential',
      record(1, { delta_summary: `npm_${'aB3dE6gH9'.repeat(4)}` }),
      'DEPOSIT_REFUSED',
    ],
    ['from the future', record(1, { timestamp: NOW + 301 }), 'INVALID_PACKET'],
    ['with a vector of another length', { ...record(1), vector: Float32Array.of(1, 0) }, 'EMBEDDER_MISMATCH'],
    [
      'with a vector that is not of unit length',
      { ...record(1), vector: vectorOf(1).map((x) => 2 * x) },
      'INVALID_PACKET',
    ],
  ])('%s', async (_, bad, code) => {
    const source = await storeWith([record(0)], FINGERPRINT);
    const { scan } = source;
    source.scan = async (query) => {
      const page = await scan.call(source, query);
      return { ...page, records: [bad as OutcomeRecord, ...page.records] };
    };
    const target = new MemoryTransport();
    const result = await copy(storeSource(source), target);
    expect(result).toMatchObject({
      read: 2,
      written: 1,
      refused: 1,
      refusals: [`packet ${idOf(1)} ${code}`],
    });
    expect(await contentOf(target)).toEqual([record(0)]);
  });

  it('of a file, too, where it holds what looks like a credential', async () => {
    const { vector: _, ...leak } = record(1, { domain_tags: [`password=${'k7'.repeat(6)}`] });
    expect(await copy(lineSource(encodeRecord(leak)), new MemoryTransport())).toMatchObject({
      written: 0,
      refusals: ['line 1 DEPOSIT_REFUSED'],
    });
  });

  it('as a reply, where the target keeps none', async () => {
    class NoReplies extends MemoryTransport {
      override readonly capabilities: TransportCapabilities = {};
    }
    const target = new NoReplies();
    const source = await storeWith(
      [record(0), record(1, { in_reply_to: [idOf(0)] }), record(2)],
      FINGERPRINT,
    );
    const result = await copy(storeSource(source), target);
    expect(result).toMatchObject({ written: 2, refusals: [`packet ${idOf(1)} NOT_SUPPORTED`] });
    expect(await contentOf(target)).toEqual([record(0), record(2)]);
  });
});

it('goes on to say how far it has come', async () => {
  const told: unknown[][] = [];
  const source = storeSource(await storeWith(records(300), FINGERPRINT));
  await copy(source, new MemoryTransport(), { onProgress: (...args) => told.push(args) });
  expect(told).toEqual([
    ['copied', 0, 300],
    ['copied', 256, 300],
    ['copied', 300, 300],
  ]);
});
