import { readFileSync } from 'node:fs';

interface FloorRecord {
  readonly embedders: Readonly<Record<string, { readonly crowding: { readonly floor: object } }>>;
}

const RECORD = new URL('../../../benchmarks/results/floor.json', import.meta.url);

/** The floor that was fitted for an embedder, as `benchmarks/results/floor.json` has it. */
export function recordedFloor(embedder: string): object | undefined {
  const record = JSON.parse(readFileSync(RECORD, 'utf8')) as FloorRecord;
  return record.embedders[embedder]?.crowding.floor;
}
