import type { OutcomeRecord } from '@qis/core';
import { mean, median, type Ratio, ratioOf, shuffled, type Times, timesOf } from '../statistics.ts';
import { BareTable, readTemplate } from './bare-table.ts';
import { openStore, type Stores } from './stores.ts';

/** Throughput of the transport over that of better-sqlite3 alone. */
interface Throughput {
  /** By the mean time, checkpoints and pauses included. */
  readonly by_mean: Ratio;
  /** By the median time. */
  readonly by_median: Ratio;
}

export interface DepositFigures {
  /** Rows in one operation. */
  readonly rows: number;
  /** Milliseconds of one operation of the transport. */
  readonly transport: Times;
  /** Milliseconds of one operation of better-sqlite3 alone, by the objects of its schema. */
  readonly bare: Readonly<Record<string, Times>>;
  readonly throughput: Readonly<Record<string, Throughput>>;
}

/** Operations that are not counted, while code is compiled and files grow their first pages. */
const WARM_UP = 100;

type Contender = (first: number) => Promise<void> | void;

/** One durable write at a time, against an insert into a table without and with the index on the id. */
export function measureDeposits(stores: Stores): Promise<DepositFigures> {
  return race(
    stores,
    'deposits',
    1,
    { rounds: 40, operations: 100 },
    {
      key_only: ['record'],
      unique_id: ['record', 'record_id'],
    },
  );
}

/** 64 writes at once, against a transaction of 64 rows of the same schema. */
export function measureBatches(stores: Stores): Promise<DepositFigures> {
  return race(
    stores,
    'batches',
    64,
    { rounds: 20, operations: 15 },
    {
      same_schema: ['record', 'record_id', 'record_expiry', 'reply', 'reply_key', 'removal'],
    },
  );
}

async function race(
  stores: Stores,
  name: string,
  rows: number,
  { rounds: most, operations }: { rounds: number; operations: number },
  schemas: Readonly<Record<string, readonly string[]>>,
): Promise<DepositFigures> {
  const warmUp = Math.ceil(WARM_UP / rows);
  const rounds = Math.min(most, Math.floor((stores.records.length / rows - warmUp) / operations));
  const records = stores.records.slice(0, (warmUp + rounds * operations) * rows);
  const path = await stores.write(`${name}-rows.db`, records.length);
  const template = readTemplate(path, records.length);

  const transport = await openStore(stores.path(`${name}.db`), stores.fingerprint);
  const contenders: Record<string, Contender> = {
    transport: async (first) => {
      if (rows === 1) await transport.write([records[first] as OutcomeRecord]);
      else await Promise.all(records.slice(first, first + rows).map((record) => transport.write([record])));
    },
  };
  const tables: BareTable[] = [];
  for (const [schema, objects] of Object.entries(schemas)) {
    const table = new BareTable(stores.path(`${name}-${schema}.db`), template, objects);
    tables.push(table);
    contenders[schema] = (first) => {
      if (rows === 1) table.insert(template.rows[first] as readonly unknown[]);
      else table.insertAll(template.rows.slice(first, first + rows));
    };
  }
  try {
    await runRounds(contenders, rows, 1, warmUp, 0);
    const times = await runRounds(contenders, rows, rounds, operations, warmUp * rows);
    return figuresOf(rows, times, Object.keys(schemas));
  } finally {
    await transport.close();
    for (const table of tables) table.close();
  }
}

/** Milliseconds by contender and round. Each operation is done by all, in random order. */
async function runRounds(
  contenders: Readonly<Record<string, Contender>>,
  rows: number,
  rounds: number,
  operations: number,
  from: number,
): Promise<Record<string, number[][]>> {
  const names = Object.keys(contenders);
  const times = Object.fromEntries(names.map((name) => [name, [] as number[][]]));
  let first = from;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times[name]?.push([]);
    for (let operation = 0; operation < operations; operation++, first += rows) {
      for (const name of shuffled(names)) {
        const run = contenders[name] as Contender;
        const began = performance.now();
        await run(first);
        times[name]?.[round]?.push(performance.now() - began);
      }
    }
  }
  return times;
}

function figuresOf(
  rows: number,
  times: Readonly<Record<string, number[][]>>,
  schemas: readonly string[],
): DepositFigures {
  const ours = times.transport as number[][];
  const bare = schemas.map((schema) => [schema, times[schema] as number[][]] as const);
  return {
    rows,
    transport: timesOf(ours.flat()),
    bare: Object.fromEntries(bare.map(([schema, theirs]) => [schema, timesOf(theirs.flat())])),
    throughput: Object.fromEntries(
      bare.map(([schema, theirs]) => [
        schema,
        { by_mean: ratioOf(theirs, ours, mean), by_median: ratioOf(theirs, ours, median) },
      ]),
    ),
  };
}
