import { describe, expect, it } from 'vitest';
import { FINGERPRINT, NOW, record } from '../../test/records.ts';
import { BATCH, type Item } from './ends.ts';
import { JsonlSource } from './jsonl-source.ts';
import { encodeHeader, encodeRecord } from './line-codec.ts';

const OTHER = { ...FINGERPRINT, revision: '2' };
const header = encodeHeader(FINGERPRINT);
const { vector: _, ...bare } = record(9);

interface Reading {
  readonly fingerprint: unknown;
  readonly items: readonly Item[];
  /** As `line 3 CODE`. */
  readonly refused: readonly string[];
  readonly batches: number;
}

async function read(text: string, withVectors = true): Promise<Reading> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const source = new JsonlSource(bytes(), () => NOW);
  const fingerprint = await source.open();
  const items: Item[] = [];
  const refused: string[] = [];
  let batches = 0;
  for await (const batch of source.read({ fingerprint: FINGERPRINT, withVectors })) {
    batches++;
    items.push(...batch.items);
    refused.push(...batch.refused.map(({ at, error }) => `${at} ${error.code}`));
  }
  await source.close();
  return { fingerprint, items, refused, batches };
}

const at = (items: readonly Item[]): string[] => items.map((item) => item.at);

describe('lines of packets', () => {
  it('are read with the vectors of their header, in batches', async () => {
    const lines = Array.from({ length: BATCH + 1 }, (_, n) => encodeRecord(record(n)));
    const { fingerprint, items, refused, batches } = await read(header + lines.join(''));
    expect(fingerprint).toEqual(FINGERPRINT);
    expect(items[0]).toEqual({ at: 'line 2', record: record(0) });
    expect(items).toHaveLength(BATCH + 1);
    expect([refused, batches]).toEqual([[], 2]);
  });

  it('need no header where they have no vectors; blank lines count, and are no lines of packets', async () => {
    const { fingerprint, items, refused } = await read(
      `\n \n${encodeRecord(bare)}\r\n\n${encodeRecord(bare)}`,
    );
    expect(fingerprint).toBeUndefined();
    expect(at(items)).toEqual(['line 3', 'line 6']);
    expect(items[0]?.record).toEqual(bare);
    expect(refused).toEqual([]);
  });

  it('may be files one after the other', async () => {
    const text = header + encodeRecord(record(1)) + header + encodeRecord(record(2));
    expect(at((await read(text)).items)).toEqual(['line 2', 'line 4']);
  });

  it('may be nothing at all', async () => {
    expect(await read('')).toMatchObject({ fingerprint: undefined, items: [], refused: [] });
    expect(await read('\n\n')).toMatchObject({ fingerprint: undefined, items: [], refused: [] });
  });
});

describe('a vector is refused', () => {
  it('where no header says of which model it is', async () => {
    const { items, refused } = await read(encodeRecord(bare) + encodeRecord(record(1)));
    expect(at(items)).toEqual(['line 1']);
    expect(refused).toEqual(['line 2 FINGERPRINT_MISSING']);
  });

  it('where the header is of another model, with that header', async () => {
    const text =
      header +
      encodeHeader(OTHER) +
      encodeRecord(record(1)) +
      encodeRecord(bare) +
      header +
      encodeRecord(record(2));
    const { items, refused } = await read(text);
    expect(at(items)).toEqual(['line 4', 'line 6']);
    expect(refused).toEqual(['line 2 EMBEDDER_MISMATCH', 'line 3 EMBEDDER_MISMATCH']);
  });

  it.each([
    ['of another length', Float32Array.of(1), 'EMBEDDER_MISMATCH'],
    ['not of unit length', record(1).vector?.map((value) => value * 1.01), 'INVALID_PACKET'],
    ['not finite', record(1).vector?.with(3, Number.NaN), 'INVALID_PACKET'],
    ['infinite', record(1).vector?.with(3, Number.POSITIVE_INFINITY), 'INVALID_PACKET'],
  ])('where it is %s', async (_, vector, code) => {
    const { refused } = await read(header + encodeRecord({ ...record(1), vector: vector as Float32Array }));
    expect(refused).toEqual([`line 2 ${code}`]);
  });

  it('in none of these ways where it is left behind anyway', async () => {
    const short = { ...record(3), vector: Float32Array.of(2) };
    const text =
      encodeRecord(record(1)) + encodeHeader(OTHER) + encodeRecord(record(2)) + encodeRecord(short);
    const { items, refused } = await read(text, false);
    expect(at(items)).toEqual(['line 1', 'line 3', 'line 4']);
    expect(items.some(({ record: { vector } }) => vector)).toBe(false);
    expect(refused).toEqual([]);
  });
});

it('a first header that cannot be read stops everything before it begins', async () => {
  const text = header.replace('"version":1', '"version":2') + encodeRecord(record(1));
  await expect(read(text)).rejects.toMatchObject({
    code: 'STORE_UNSUPPORTED',
    message: 'line 1: It is a header of another version of the format; this program reads version 1.',
  });
});

it('a later header that cannot be read keeps back the lines below it', async () => {
  const unknown = header.replace('"version":1', '"version":2');
  const { items, refused } = await read(
    header + unknown + encodeRecord(bare) + header + encodeRecord(record(2)),
  );
  expect(at(items)).toEqual(['line 5']);
  expect(refused).toEqual(['line 2 STORE_UNSUPPORTED', 'line 3 STORE_UNSUPPORTED']);
});

it('a timestamp ahead of the clock is refused: it would have a store sweep everything else', async () => {
  const ahead = (seconds: number): string => encodeRecord(record(1, { timestamp: NOW + seconds }));
  const { items, refused } = await read(header + ahead(300) + ahead(301) + ahead(NOW * 999));
  expect(at(items)).toEqual(['line 2']);
  expect(refused).toEqual(['line 3 INVALID_PACKET', 'line 4 INVALID_PACKET']);
});
