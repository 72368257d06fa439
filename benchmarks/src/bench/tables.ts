import type { Measurement } from './measurement.ts';

/** Figures of one kind of row: what they are of along the side, the quantities along the top. */
export interface Table {
  /** Members of `of`, in the order in which they came. */
  readonly keys: readonly string[];
  /** Quantities. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

interface TableRow {
  readonly of: Measurement['of'];
  /** One a column; undefined where it was not measured. */
  readonly cells: readonly (Measurement | undefined)[];
}

/** Measurements whose `of` has the same members share a table. */
export function tablesOf(measurements: readonly Measurement[]): readonly Table[] {
  const kinds = Map.groupBy(measurements, ({ of }) => Object.keys(of).toSorted().join('\n'));
  return [...kinds.values()].map(tableOf);
}

function tableOf(measurements: readonly Measurement[]): Table {
  const columns = [...new Set(measurements.map(({ what }) => what))];
  const byRow = Map.groupBy(measurements, ({ of }) => keyOf(of));
  const rows = [...byRow.values()].map((row) => ({
    of: (row[0] as Measurement).of,
    cells: columns.map((column) => row.find(({ what }) => what === column)),
  }));
  return { keys: Object.keys(measurements[0]?.of ?? {}), columns, rows };
}

/** The same for the same members in any order. */
export function keyOf(of: Measurement['of']): string {
  return JSON.stringify(Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
