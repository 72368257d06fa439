import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { NativeIndex, NativeModule } from '@qis/memory/index';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { mapBase } from './shared-base.ts';

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
