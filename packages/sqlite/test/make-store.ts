// Writes stores/schema-N.db, a store of the present schema, so that later versions can be tried on it:
//   node --conditions=@qis/source packages/sqlite/test/make-store.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../src/schema.ts';
import { SqliteTransport } from '../src/sqlite-transport.ts';
import { FINGERPRINT, idOf, record } from './records.ts';
import { storedRecords } from './stored-records.ts';

const target = fileURLToPath(new URL(`stores/schema-${MIGRATIONS.length}.db`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'qis-store-'));
const path = join(folder, 'outcomes.db');
const transport = new SqliteTransport({ path });
await transport.open({ fingerprint: FINGERPRINT });
await transport.write([...storedRecords, record(99)]);
await transport.remove([idOf(99)]);
await transport.close();
rmSync(target, { force: true });
const db = new Database(path);
db.prepare('VACUUM INTO ?').run(target);
db.close();
rmSync(folder, { recursive: true });
