import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS } from '../src/schema.ts';
import { fileFaults } from './file-faults.ts';
import {
  beginBuilding,
  builder,
  deposit,
  expectAnswersMeanwhile,
  expectBuilt,
  killWhileWriting,
  RECORDS,
  storeWithOldIndex,
  storeWithoutIndex,
  until,
} from './snapshot-crash.ts';
import { endLease, indexFiles, readCollection } from './store-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a process that is killed while it writes an index file', () => {
  test('leaves half of it: others answer exactly, then build it, and nothing is left of the half', async () => {
    const path = await storeWithoutIndex();
    const [first, other] = [builder(path), builder(path)];
    const half = await killWhileWriting(first, path);
    expect(indexFiles(path)).toEqual([half]);
    await expectAnswersMeanwhile(other, path);
    expect(await other.ask('details', null)).toMatchObject({ index: 'exact', snapshot: 'idle' });
    endLease(path);
    const next = builder(path);
    await expectBuilt(next, path, RECORDS);
    expect(indexFiles(path)).not.toContain(half);
    await expectBuilt(other, path, RECORDS);
    await Promise.all([next.close(), other.close()]);
  });

  test('that goes on from another leaves the older one in force', async () => {
    const path = await storeWithOldIndex();
    const [first, other] = [builder(path), builder(path)];
    const { file } = readCollection(path);
    const half = await killWhileWriting(first, path);
    expect([...indexFiles(path)].sort()).toEqual([file, half].sort());
    await expectAnswersMeanwhile(other, path);
    expect(await other.ask('details', null)).toMatchObject({ index: 'hnsw', pending: 250 });
    endLease(path);
    const next = builder(path);
    await expectBuilt(next, path, RECORDS);
    await expectBuilt(other, path, RECORDS);
    await Promise.all([next.close(), other.close()]);
  });
}, 60_000);

describe('a process that is held up while it builds', () => {
  test.each(['before', 'after'])(
    '%s it has begun to write does not publish over its successor',
    async (when) => {
      const path = await storeWithoutIndex();
      const [slow, next] = [builder(path), builder(path)];
      await beginBuilding(slow, path);
      if (when === 'after') await until(() => indexFiles(path).length > 0);
      slow.signal('SIGSTOP');
      expect(readCollection(path).file).toBeNull();
      endLease(path);
      await deposit(next, 5_000, 5_100);
      await expectBuilt(next, path, RECORDS + 100);
      const { file } = readCollection(path);
      slow.signal('SIGCONT');
      await expectBuilt(slow, path, RECORDS + 100);
      expect(readCollection(path).file).toBe(file);
      await next.close();
    },
  );
}, 60_000);

describe('a migration that is killed', () => {
  const program = fileURLToPath(new URL('slow-migration.ts', import.meta.url));

  /** Rows of the step that is killed: too many for memory, so that half of them lie in files when it is. */
  const migrate = (path: string, rows: number): ReturnType<typeof spawn> => {
    const child = spawn(process.execPath, ['--conditions=@qis/source', program, path, String(rows)], {
      stdio: 'inherit',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const killAt = async (path: string, file: string, bytes: number): Promise<void> => {
    const child = migrate(path, 1_000_000);
    await until(() => existsSync(file) && statSync(file).size > bytes);
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  };
  const versionAndTables = (path: string): unknown[] => {
    const db = new Database(path);
    const tables = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'filler'").pluck().get();
    const columns = db.prepare("SELECT count(*) FROM pragma_table_info('collection') WHERE name = 'extra'");
    const found = [db.pragma('user_version', { simple: true }), tables, columns.pluck().get()];
    db.close();
    return found;
  };

  test('leaves the older version, with all that it held, and is done whole the next time', async () => {
    const path = await storeWithoutIndex();
    await killAt(path, `${path}-wal`, 8_000_000);
    const older = builder(path);
    await expectBuilt(older, path, RECORDS);
    await older.close();
    expect(versionAndTables(path)).toEqual([MIGRATIONS.length, 0, 0]);
    expect(await once(migrate(path, 1_000), 'exit')).toEqual([0, null]);
    expect(versionAndTables(path)).toEqual([MIGRATIONS.length + 1, 1, 1]);
    expect(await fileFaults(path)).toEqual([]);
  });

  test('leaves nothing where the file is made, and it can be made again', async () => {
    const path = join(temporaryFolder(), 'outcomes.db');
    await killAt(path, path, 8_000_000);
    expect(existsSync(join(dirname(path), 'outcomes.db-journal'))).toBe(true);
    const agent = builder(path);
    await deposit(agent, 0, 1_000);
    await expectBuilt(agent, path, 1_000);
    await agent.close();
    expect(versionAndTables(path)).toEqual([MIGRATIONS.length, 0, 0]);
  });
}, 60_000);
