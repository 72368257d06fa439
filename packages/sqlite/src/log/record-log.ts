import { type Filter, OutcomeError } from '@qis/core';
import type { Database, Statement } from 'better-sqlite3';
import { filterClause } from '../filter-clause.ts';
import { BARE_COLUMNS, type BareRow, type RecordRow, ROW_COLUMNS } from '../record-row.ts';

/** A vector that was written, under the sequence number of that change. */
export interface Added {
  readonly key: number;
  readonly vector: Uint8Array;
}

/** Records in the order of their ids, unless the index of ids is damaged. */
export interface RecordPage {
  readonly rows: readonly RecordRow[];
  /** How many more lie on pages that cannot be read; at least 1 where damage was met. */
  readonly damaged: number;
  /** The cursor to go on from; undefined on the last page. */
  readonly last: string | undefined;
}

/** Stands in a cursor between the id and the number from which to go on where the index of ids is damaged. */
const BY_KEY = '\n';
const KEY = /^[1-9]\d{0,14}$/;
/** Filters combine to more statements than are worth keeping; the one prepared longest ago goes. */
const MAX_STATEMENTS = 256;

type Values = Readonly<Record<string, string | number>>;

/**
 * The records of one collection and the log of their changes, read. Every change takes the next number of one sequence
 * for the whole file.
 */
export class RecordLog {
  readonly #db: Database;
  readonly #collection: number;
  readonly #statements = new Map<string, Statement>();

  constructor(db: Database, collection: number) {
    this.#db = db;
    this.#collection = collection;
  }

  /** Up to `limit` vectors written after `seq` and still there, in order. */
  added(seq: number, limit: number): readonly Added[] {
    const sql =
      'SELECT key, vector FROM record WHERE key > :seq AND collection = :collection ORDER BY key LIMIT :limit';
    return this.#prepare(sql).all({ seq, collection: this.#collection, limit }) as Added[];
  }

  /** How many records were written after `seq` and are still there. */
  countAfter(seq: number): number {
    const sql = 'SELECT count(*) FROM record WHERE key > :seq AND collection = :collection';
    return this.#prepare(sql, (statement) => statement.pluck()).get({
      seq,
      collection: this.#collection,
    }) as number;
  }

  /** Keys removed after `seq`. Complete only from the collection's horizon on. */
  removed(seq: number): readonly number[] {
    const sql = 'SELECT key FROM removal WHERE seq > :seq AND collection = :collection';
    return this.#prepare(sql, (statement) => statement.pluck()).all({
      seq,
      collection: this.#collection,
    }) as number[];
  }

  /** Reads records that pass by their keys. */
  readerByKey(filter: Filter): (key: number) => RecordRow | undefined {
    return this.#readerByKey<RecordRow>(ROW_COLUMNS, filter);
  }

  /** {@link readerByKey} without their vectors, which are the larger half of them. */
  bareReaderByKey(filter: Filter): (key: number) => BareRow | undefined {
    return this.#readerByKey<BareRow>(BARE_COLUMNS, filter);
  }

  byId(id: string): RecordRow | undefined {
    const sql = `SELECT ${ROW_COLUMNS} FROM record WHERE collection = :collection AND id = :id`;
    return this.#prepare(sql).get({ collection: this.#collection, id }) as RecordRow | undefined;
  }

  /**
   * Up to `limit` records that pass, by id, from where the page before ended; the first where `cursor` is empty.
   * @throws OutcomeError `INVALID_QUERY` for a cursor that no page ended with.
   */
  page(filter: Filter, cursor: string, limit: number): RecordPage {
    const [after = '', from] = cursor.split(BY_KEY);
    if (from !== undefined) return this.#pageByKey(filter, after, keyOf(from), limit);
    const { sql, values } = filterClause(filter);
    const statement = this.#prepare(
      `SELECT ${ROW_COLUMNS} FROM ${table(filter)} WHERE collection = :collection AND id > :after AND (${sql}) ORDER BY id LIMIT :limit`,
    );
    try {
      const rows = statement.all(this.#bind(values, { after, limit: limit + 1 })) as RecordRow[];
      return rows.length > limit
        ? { rows: rows.slice(0, limit), damaged: 0, last: rows[limit - 1]?.id }
        : { rows, damaged: 0, last: undefined };
    } catch (error) {
      if (!isDamage(error)) throw error;
      const page = this.#pageByKey(filter, after, 1, limit);
      // What hangs on a damaged page is not seen to be missing, so what is known to be damaged must not pass for whole.
      return { ...page, damaged: Math.max(1, page.damaged) };
    }
  }

  /**
   * Goes by the numbers of the records, one by one, so that a damaged page of the table costs the records that were on it,
   * and one of an index none. Ids up to `after` were on the pages before. A number that cannot be looked up counts as a
   * record, though it may be one that was removed.
   */
  #pageByKey(filter: Filter, after: string, from: number, limit: number): RecordPage {
    const last = this.#prepare('SELECT max(key) FROM record', (statement) => statement.pluck()).get() as
      | number
      | null;
    const read = this.readerByKey(filter);
    const rows: RecordRow[] = [];
    let damaged = 0;
    for (let key = from; key <= (last ?? 0); key++) {
      if (rows.length + damaged === limit) return { rows, damaged, last: `${after}${BY_KEY}${key}` };
      try {
        const row = read(key);
        if (row && row.id > after) rows.push(row);
      } catch (error) {
        if (!isDamage(error)) throw error;
        damaged++;
      }
    }
    return { rows, damaged, last: undefined };
  }

  /** The vectors of all records that pass, in no order. Not to be held while the records change. */
  passing(filter: Filter): IterableIterator<Added> {
    const { sql, values } = filterClause(filter);
    return this.#prepare(
      `SELECT record.key, vector FROM ${table(filter)} WHERE collection = :collection AND (${sql})`,
    ).iterate(this.#bind(values)) as IterableIterator<Added>;
  }

  count(filter: Filter): number {
    const { sql, values } = filterClause(filter);
    return this.#prepare(
      `SELECT count(*) FROM record WHERE collection = :collection AND (${sql})`,
      (statement) => statement.pluck(),
    ).get(this.#bind(values)) as number;
  }

  #readerByKey<Row>(columns: string, filter: Filter): (key: number) => Row | undefined {
    const { sql, values } = filterClause(filter);
    const statement = this.#prepare(
      `SELECT ${columns} FROM record WHERE record.key = :key AND collection = :collection AND (${sql})`,
    );
    const bound = { ...this.#bind(values), key: 0 };
    return (key) => {
      bound.key = key;
      return statement.get(bound) as Row | undefined;
    };
  }

  #bind(values: Values, others: Values = {}): Values {
    return { ...values, ...others, collection: this.#collection };
  }

  #prepare(
    sql: string,
    configure: (statement: Statement) => Statement = (statement) => statement,
  ): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = configure(this.#db.prepare(sql));
      this.#statements.set(sql, statement);
      for (const oldest of this.#statements.keys()) {
        if (this.#statements.size <= MAX_STATEMENTS) break;
        this.#statements.delete(oldest);
      }
    }
    return statement;
  }
}

/** A loop counts on from it: what is no number would never end. */
function keyOf(text: string): number {
  if (KEY.test(text)) return Number(text);
  throw new OutcomeError('INVALID_QUERY', 'cursor is none of this store: begin the scan anew.', {
    field: 'cursor',
  });
}

/** Replies are few and found by their keys; the planner, which does not know that, would walk an index of all records. */
function table({ inReplyTo }: Filter): string {
  return inReplyTo ? 'record NOT INDEXED' : 'record';
}

function isDamage(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'SQLITE_CORRUPT';
}
