import { dirname, join } from 'node:path';
import { describeFingerprint } from '@qis/core';
import { loadNative } from '@qis/memory/index';
import type { Database } from 'better-sqlite3';
import { isIntactAt } from '../index/shared-base.ts';
import type { CollectionState } from '../log/collection-row.ts';
import { CollectionTable } from '../log/collection-table.ts';
import { RecordLog } from '../log/record-log.ts';
import { recordOf } from '../record-row.ts';
import { DEFAULT_HNSW_FROM } from '../sqlite-transport.ts';
import { type Finding, note, ok, wrong } from './finding.ts';

const PAGE = 1_000;

/** What was read of the records. */
interface Count {
  readonly live: number;
  readonly expired: number;
  readonly unreadable: number;
}

/** One collection: its fingerprint, its records, its index file. */
export async function examineCollection(
  db: Database,
  path: string,
  name: string,
  now: number,
): Promise<readonly Finding[]> {
  const collection = new CollectionTable(db, name, true);
  const state = collection.state();
  const log = new RecordLog(db, collection.id);
  const count = countRecords(log, state, now);
  return [
    examineFingerprint(state, count),
    ...examineRecords(count),
    await examineIndex(path, log, state, count),
  ];
}

function examineFingerprint({ fingerprint }: CollectionState, { live, expired }: Count): Finding {
  if (fingerprint) return ok('fingerprint', `Embedded by ${describeFingerprint(fingerprint)}.`);
  if (live + expired === 0) return ok('fingerprint', 'None yet: the first server that opens it says it.');
  return wrong('fingerprint', 'There are records, and nothing says which model embedded them.');
}

/** Reads every record, as a query would. */
function countRecords(log: RecordLog, { fingerprint }: CollectionState, now: number): Count {
  let [live, expired, unreadable] = [0, 0, 0];
  let after = '';
  for (;;) {
    const { rows, damaged, last } = log.page({ now, includeExpired: true }, after, PAGE);
    unreadable += damaged;
    for (const row of rows) {
      const record = recordOf(row);
      if (!record || (fingerprint && record.vector.length !== fingerprint.dimensions)) unreadable++;
      else if (record.expires_at >= now) live++;
      else expired++;
    }
    if (last === undefined) return { live, expired, unreadable };
    after = last;
  }
}

function examineRecords({ live, expired, unreadable }: Count): readonly Finding[] {
  const counted = ok('records', `${live} live, ${expired} expired and not swept yet: deposits sweep them.`);
  if (unreadable === 0) return [counted];
  const text = `${unreadable} records cannot be read: queries pass over them. Something else has written the file.`;
  return [counted, wrong('records', text)];
}

async function examineIndex(
  path: string,
  log: RecordLog,
  { snapshot, fingerprint }: CollectionState,
  { live, expired }: Count,
): Promise<Finding> {
  const records = live + expired;
  if (!(await loadNative())) {
    return note('index', `usearch cannot be loaded here: searches read all ${records} vectors, exactly.`);
  }
  if (!snapshot) {
    if (!fingerprint || records < DEFAULT_HNSW_FROM)
      return ok('index', 'None needed: searches are exact and quick.');
    return note(
      'index',
      `None yet for ${records} records: the next server that is asked builds it. Exact until then.`,
    );
  }
  if (!(await isIntactAt(join(dirname(path), snapshot.file), snapshot))) {
    return note(
      'index',
      `${snapshot.file} is missing or damaged: the next server that is asked builds it anew.`,
    );
  }
  const later = log.countAfter(snapshot.seq);
  return ok('index', `${snapshot.file} is sound; ${later} records came after it and are searched exactly.`);
}
