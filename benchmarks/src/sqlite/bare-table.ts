import Database from 'better-sqlite3';

/** A row as the transport stores it, its columns in the order of the table. */
export type Row = readonly unknown[];

/** What a store of the transport holds: its schema, and rows to write into tables of the same schema. */
export interface Template {
  /** SQL of each table and index, by name. */
  readonly schema: ReadonlyMap<string, string>;
  readonly rows: readonly Row[];
}

export function readTemplate(path: string, count: number): Template {
  const db = new Database(path, { readonly: true });
  try {
    const objects = db
      .prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid')
      .all() as {
      name: string;
      sql: string;
    }[];
    const rows = db.prepare('SELECT * FROM record ORDER BY key LIMIT ?').raw().all(count) as Row[];
    return { schema: new Map(objects.map(({ name, sql }) => [name, sql])), rows };
  } finally {
    db.close();
  }
}

/** better-sqlite3 and nothing else, with the pragmas of the transport. */
export class BareTable {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement;
  readonly #insertAll: (rows: readonly Row[]) => void;

  /** @param objects names of the tables and indexes to make, `record` first. */
  constructor(path: string, { schema, rows }: Template, objects: readonly string[]) {
    this.#db = new Database(path);
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'])
      this.#db.pragma(pragma);
    for (const name of objects) this.#db.exec(schema.get(name) as string);
    const places = (rows[0] as Row).map(() => '?').join(', ');
    this.#insert = this.#db.prepare(`INSERT INTO record VALUES (${places})`);
    const transaction = this.#db.transaction((batch: readonly Row[]) => {
      for (const row of batch) this.#insert.run(row);
    });
    this.#insertAll = (batch) => transaction.immediate(batch);
  }

  insert(row: Row): void {
    this.#insert.run(row);
  }

  insertAll(rows: readonly Row[]): void {
    this.#insertAll(rows);
  }

  close(): void {
    this.#db.close();
  }
}
