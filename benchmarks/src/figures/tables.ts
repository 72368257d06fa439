import { searchTable } from './crossover.ts';
import { floorTable, qualityTable } from './embedders.ts';
import * as servers from './servers.ts';
import { goalTable, latencyTable, precisionTable } from './sqlite.ts';
import { frozenHalf } from './synthesis.ts';

/** Every table that a document cites, by the name of its result and its own. */
const TABLES: Readonly<Record<string, (result: never) => string>> = {
  'crossover#searches': searchTable,
  'floor#kept': floorTable,
  'quality#embedders': qualityTable,
  'servers#load': servers.loadTable,
  'servers#ratios': servers.ratioTable,
  'servers#searches': servers.searchTable,
  'servers#sizes': servers.sizeTable,
  'sqlite#goals': goalTable,
  'sqlite#latency': latencyTable,
  'sqlite#precision': precisionTable,
  'synthesis#frozen': frozenHalf,
};

/** Makes a table of a result. Undefined where there is none of that name. */
export function makeTable(name: string, result: unknown): string | undefined {
  return TABLES[name]?.(result as never);
}
