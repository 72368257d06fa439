// The SQLite transport: deposits and batches beside better-sqlite3 alone, searches beside memory, opening, memory, disk.
//   node --conditions=@qis/source src/sqlite/main.ts [--data FOLDER] [--seed N] [--packets N] [--folder FOLDER] [PART…]
// Run it in benchmarks/, on an idle machine. A run of all parts with 100,000 packets takes about six minutes and writes
// results/sqlite.json; any other prints only. --folder is where the stores are made: it should be on a real disk.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { DATA_FOLDER, findLines, readRealText } from '../crossover/real-text.ts';
import { describeMachine, writeResult } from '../recorded-result.ts';
import { measureBatches, measureDeposits } from './deposits.ts';
import { measureDisk } from './disk.ts';
import { measureLatency } from './latency.ts';
import { measureMemory } from './memory.ts';
import { measureOpening } from './opening.ts';
import { toPackets } from './packets.ts';
import { measurePrecision } from './precision.ts';
import { type Figures, printFigures } from './print-figures.ts';
import { measureRebuild, type RebuildFigures } from './rebuild.ts';
import { buildIndex, Stores } from './stores.ts';

/** In the order in which they run: the first to need the index file is the one that measures its building. */
const PARTS = [
  'deposits',
  'batches',
  'precision',
  'rebuild',
  'disk',
  'opening',
  'memory',
  'latency',
] as const;
type Part = (typeof PARTS)[number];
const WHOLE = 100_000;
/** Fewer have no index file, or are not enough rows for the batches. */
const FEWEST = 10_000;
const QUERIES = 1_000;
const PRECISION_QUERIES = 300;
const RESULT = new URL('../../results/sqlite.json', import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: DATA_FOLDER },
    seed: { type: 'string', default: '1' },
    packets: { type: 'string', default: String(WHOLE) },
    folder: { type: 'string', default: tmpdir() },
  },
});
const packets = Number(values.packets);
if (!(packets >= FEWEST)) fail(`--packets wants a number, ${FEWEST} at least.`);
const unknown = positionals.filter((name) => !PARTS.some((part) => part === name));
if (unknown.length > 0) fail(`No part is called ${unknown.join(', ')}. There are: ${PARTS.join(', ')}.`);
const wanted = positionals.length === 0 ? PARTS : PARTS.filter((part) => positionals.includes(part));
const lines = findLines(values.data);
if (lines === undefined)
  fail(
    `NO DATA: there are no lines of text in ${values.data}. Nothing was measured. Name the folder with --data.`,
  );

const load = loadavg()[0] as number;
const text = await readRealText(lines, { records: packets, queries: QUERIES }, Number(values.seed));
const folder = mkdtempSync(join(values.folder, 'qis-sqlite-benchmark-'));
const stores = new Stores(folder, toPackets(text), text.fingerprint);
const { queries } = text;
const indexed = (): Promise<string> => stores.indexed((path) => buildIndex(path, queries[0] as Float32Array));

const measures: { readonly [P in Part]: () => Promise<Figures[P]> } = {
  deposits: () => measureDeposits(stores),
  batches: () => measureBatches(stores),
  precision: () =>
    measurePrecision(
      stores.records.map(({ vector }) => vector as Float32Array),
      queries.slice(0, PRECISION_QUERIES),
    ),
  rebuild: async () => {
    let figures: RebuildFigures | undefined;
    await stores.indexed(async (path) => {
      figures = await measureRebuild(path, queries);
    });
    return figures;
  },
  disk: async () => measureDisk(stores, await indexed()),
  opening: async () => measureOpening(stores, queries, await indexed()),
  memory: async () => measureMemory(stores, queries, await indexed()),
  latency: () => measureLatency(stores, queries, [...new Set([1_000, 10_000, packets])], indexed),
};

const figures: Partial<Record<Part, unknown>> = {};
try {
  for (const name of wanted) {
    const began = performance.now();
    figures[name] = await measures[name]();
    printFigures({ [name]: figures[name] });
    console.log(`(${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s)\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (wanted.length === PARTS.length && packets === WHOLE) {
  writeResult(RESULT, {
    machine: describeMachine(load),
    versions: versions(),
    seed: Number(values.seed),
    packets,
    ...figures,
  });
}

function versions(): Record<string, string> {
  const memory = new Database(':memory:');
  const sqlite = memory.prepare('SELECT sqlite_version()').pluck().get() as string;
  memory.close();
  const versionOf = (name: string): string => {
    const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  };
  return {
    node: process.versions.node,
    sqlite,
    'better-sqlite3': versionOf('better-sqlite3'),
    usearch: versionOf('usearch'),
    embedder: text.embedder,
  };
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
