import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openDatabase } from '../open-database.ts';
import type { Snapshot } from './collection-row.ts';
import { CollectionTable } from './collection-table.ts';

const snapshot = (file: string, seq: number): Snapshot => ({ file, seq, bytes: 1, crc32: 1, removed: 0 });

test('a builder that lost its lease and got another does not publish an index file over a newer one', () => {
  const db = openDatabase(join(temporaryFolder(), 'outcomes.db'));
  const collection = new CollectionTable(db, 'team');
  expect(collection.lease('slow', 1, 31)).toBe(true);
  expect(collection.lease('next', 40, 70)).toBe(true);
  expect(collection.publish(snapshot('new', 20), 'next', 0)).toBe(true);
  collection.release('next');
  expect(collection.lease('slow', 50, 80)).toBe(true);
  expect(collection.publish(snapshot('old', 10), 'slow', 0)).toBe(false);
  expect(collection.state()).toMatchObject({ horizon: 20, snapshot: { file: 'new' } });
  db.close();
});
