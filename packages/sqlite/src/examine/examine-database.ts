import type { Database } from 'better-sqlite3';
import { schemaFault, versionOf } from '../open-database.ts';
import { MIGRATIONS } from '../schema.ts';
import { megabytes } from './examine-file.ts';
import { type Finding, note, ok, wrong } from './finding.ts';

const FAULTS_SHOWN = 3;
/** Share of the file that is free from which it is worth a word. */
const MUCH_FREE = 0.5;
const SMALL_FILE = 10_000_000;

/** The database as SQLite sees it: schema, integrity, space. */
export function examineDatabase(db: Database, path: string): readonly Finding[] {
  return [examineSchema(db), ...examineIntegrity(db, path), examineSpace(db, path)];
}

function examineSchema(db: Database): Finding {
  const fault = schemaFault(db, MIGRATIONS);
  const version = versionOf(db);
  if (fault) return wrong('schema', fault.message);
  if (version === MIGRATIONS.length) return ok('schema', `Version ${version}.`);
  return note(
    'schema',
    `Version ${version}: the next server that opens it brings it to ${MIGRATIONS.length}.`,
  );
}

function examineIntegrity(db: Database, path: string): readonly Finding[] {
  const found = (db.pragma('integrity_check') as { integrity_check: string }[]).map(
    (row) => row.integrity_check,
  );
  const loose = (db.pragma('foreign_key_check') as unknown[]).length;
  const faults = found.length === 1 && found[0] === 'ok' ? [] : found;
  if (loose > 0) faults.push(`${loose} replies belong to no record`);
  if (faults.length === 0) return [ok('integrity', 'Every page and index is sound.')];
  const shown = faults.slice(0, FAULTS_SHOWN).join('; ');
  const more = faults.length > FAULTS_SHOWN ? `; and ${faults.length - FAULTS_SHOWN} more` : '';
  const advice = `Stop all servers, keep a copy, and save what can be read: qis-mcp copy --from sqlite:${path} --to jsonl:FILE.`;
  return [wrong('integrity', `Damaged: ${shown}${more}. ${advice}`)];
}

function examineSpace(db: Database, path: string): Finding {
  const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
    Number(db.pragma(name, { simple: true })),
  ) as [number, number, number];
  if (pages * size < SMALL_FILE || free < MUCH_FREE * pages) {
    return ok('space', `${megabytes(free * size)} of ${megabytes(pages * size)} are free for new packets.`);
  }
  return note(
    'space',
    `${megabytes(free * size)} of ${megabytes(pages * size)} are free: new packets fill them, or VACUUM on ${path} gives them back.`,
  );
}
