import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { NativeIndex, NativeModule } from '@qis/memory/index';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { mapBase, searchBase } from './shared-base.ts';

const BYTES = Buffer.from('the bytes of an index');
const SNAPSHOT = { file: 'index', seq: 1, bytes: BYTES.length, crc32: crc32(BYTES), removed: 0 };

/** A native module whose indexes do nothing but tell what path they were to map. */
function listening(view: (path: string) => void): NativeModule {
  return {
    Index: class {
      view = view;
    } as unknown as new () => NativeIndex,
    exactSearch: () => expect.unreachable(),
  };
}

test.runIf(process.platform !== 'win32')(
  'is mapped even where its name goes away at that very moment',
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, SNAPSHOT.file), BYTES);
    const seen: Buffer[] = [];
    const native = listening((path) => {
      rmSync(join(folder, SNAPSHOT.file)); // as the builder of the next one does
      seen.push(readFileSync(path));
    });
    expect(await mapBase(native, folder, SNAPSHOT, 2)).toMatchObject({ snapshot: SNAPSHOT });
    expect(seen).toEqual([BYTES]);
  },
);

test('is not mapped at all where it is missing, or not what was published', async () => {
  const folder = temporaryFolder();
  const native = listening(() => expect.unreachable());
  expect(await mapBase(native, folder, SNAPSHOT, 2)).toBeUndefined();
  writeFileSync(join(folder, SNAPSHOT.file), BYTES);
  expect(await mapBase(native, folder, { ...SNAPSHOT, crc32: 1 }, 2)).toBeUndefined();
  expect(await mapBase(native, folder, { ...SNAPSHOT, bytes: 1 }, 2)).toBeUndefined();
});

describe('a search of a base of which much was removed', () => {
  const SIZE = 10_000;

  /** What it finds, and how many neighbours it asks of the graph at most. */
  function found(count: number, isLeft: (key: number) => boolean): { keys: number[]; asked: number } {
    let asked = 0;
    const graph = {
      size: () => SIZE,
      search: (_: Float32Array, wanted: number) => {
        asked = Math.max(asked, wanted);
        const keys = BigUint64Array.from({ length: Math.min(wanted, SIZE) }, (_, i) => BigInt(i));
        return { keys, distances: new Float32Array(keys.length) };
      },
    } as unknown as NativeIndex;
    const removed = new Set(Array.from({ length: SIZE }, (_, key) => key).filter((key) => !isLeft(key)));
    const neighbours = searchBase({ snapshot: SNAPSHOT, graph, removed }, new Float32Array(1), count);
    return { keys: neighbours.map(({ key }) => key), asked };
  }

  test('finds the nearest that are left, and asks for few more than are wanted', () => {
    const few = found(18, (key) => key % 16 !== 3);
    expect(few.keys).toEqual(
      Array.from({ length: 20 }, (_, key) => key).filter((key) => key !== 3 && key !== 19),
    );
    expect(few.asked).toBeLessThan(30);
    const most = found(18, (key) => key % 16 === 3);
    expect(most.keys).toEqual(Array.from({ length: 18 }, (_, n) => 16 * n + 3));
    expect(most.asked).toBeLessThan(1_000);
  });

  test('finds all that are left where they are fewer', () => {
    expect(found(18, (key) => key === 7 || key === SIZE - 1).keys).toEqual([7, SIZE - 1]);
    expect(found(18, () => false).keys).toEqual([]);
  });
});
