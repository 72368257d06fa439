// Opens a store with one more step of migration, which writes as many rows as it is told.
import { openDatabase } from '../src/open-database.ts';
import { MIGRATIONS } from '../src/schema.ts';

const [path = '', rows = ''] = process.argv.slice(2);
const step = `
  ALTER TABLE collection ADD COLUMN extra TEXT NOT NULL DEFAULT 'none';
  CREATE TABLE filler (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${Number(rows)})
    INSERT INTO filler SELECT n, hex(randomblob(100)) FROM counted;
`;
openDatabase(path, { migrations: [...MIGRATIONS, step] }).close();
