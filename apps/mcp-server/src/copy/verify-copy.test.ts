import { OutcomeError } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { describe, expect, it } from 'vitest';
import { contentOf, copy, storeSource, storeWith } from '../../test/copying.ts';
import { FINGERPRINT, records, vectorOf } from '../../test/records.ts';

describe('what is lost is said', () => {
  it('where the source cannot read a record', async () => {
    const source = await storeWith(records(3), FINGERPRINT);
    const { scan } = source;
    source.scan = async (query) => {
      const page = await scan.call(source, query);
      return { ...page, records: page.records.slice(1), unreadable: 1 };
    };
    const result = await copy(storeSource(source), new MemoryTransport());
    expect(result).toMatchObject({ read: 2, written: 2, unreadable: 1, differences: [] });
  });

  it('where the source passes over a record', async () => {
    const source = await storeWith(records(3), FINGERPRINT);
    const { scan } = source;
    source.scan = async (query) => ({ ...(await scan.call(source, query)), records: records(2) });
    const { differences } = await copy(storeSource(source), new MemoryTransport());
    expect(differences).toEqual(['the memory store counted 3 live packets, 2 came']);
  });

  it('where the source turns out to be damaged: what was read before is kept', async () => {
    const source = await storeWith(records(600), FINGERPRINT);
    const { scan } = source;
    source.scan = (query) => {
      if (query.cursor !== undefined) throw new OutcomeError('STORE_DAMAGED', 'Damaged here.');
      return scan.call(source, query);
    };
    const target = new MemoryTransport();
    const result = await copy(storeSource(source), target);
    expect(result.refusals).toEqual(['everything after 256 packets STORE_DAMAGED']);
    expect(result.differences).toEqual(['the memory store counted 600 live packets, 256 came']);
    expect(await contentOf(target)).toHaveLength(256);
  });

  it('and a damaged source that cannot count is copied as far as it goes', async () => {
    const source = await storeWith(records(3), FINGERPRINT);
    source.stats = () => Promise.reject(new OutcomeError('STORE_DAMAGED', 'Damaged here.'));
    expect(await copy(storeSource(source), new MemoryTransport())).toMatchObject({
      written: 3,
      differences: [],
    });
  });

  it.each<[string, (target: MemoryTransport) => void, RegExp]>([
    [
      'drops a record',
      (target) => {
        const { write } = target;
        target.write = (some) => write.call(target, some.slice(1));
      },
      /^the memory store counts 9 live packets, 10 are expected/,
    ],
    [
      'keeps another packet',
      (target) => {
        const { write } = target;
        target.write = (some) =>
          write.call(
            target,
            some.map((each) => ({ ...each, packet: { ...each.packet, delta_summary: '!' } })),
          );
      },
      /^0 of a sample of 10 are read back by id as they were copied/,
    ],
    [
      'keeps another vector',
      (target) => {
        const { write } = target;
        target.write = (some) =>
          write.call(
            target,
            some.map((each) => ({ ...each, vector: vectorOf(99) })),
          );
      },
      /^0 of a sample of 10 are read back by id as they were copied/,
    ],
    [
      'does not find what it holds',
      (target) => {
        target.search = async () => ({ hits: [], unreadable: 0 });
      },
      /^0 of 10 are found by a search for their meaning/,
    ],
  ])('where the target %s', async (_, spoil, difference) => {
    const target = new MemoryTransport();
    spoil(target);
    const { differences } = await copy(storeSource(await storeWith(records(10), FINGERPRINT)), target);
    expect(differences).toContainEqual(expect.stringMatching(difference));
  });
});
