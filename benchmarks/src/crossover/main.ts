// Where exact search and HNSW cross over, and what the default settings find, on real text.
//   node --conditions=@qis/source src/crossover/main.ts [--data FOLDER] [--seed N]
// Run it in benchmarks/, on an idle machine. It takes about five minutes and writes results/crossover.json.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { describeMachine, writeResult } from '../recorded-result.ts';
import { crossover, measureDefaults, measureSizes, type SizeFigures } from './measure.ts';
import { DATA_FOLDER, findLines, readRealText } from './real-text.ts';

const SIZES = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
const COUNTS = { records: 100_000, queries: 1_000 };
const RESULT = new URL('../../results/crossover.json', import.meta.url);

const { values } = parseArgs({
  options: { data: { type: 'string', default: DATA_FOLDER }, seed: { type: 'string', default: '1' } },
});
const lines = findLines(values.data);
if (lines === undefined) {
  console.error(
    `NO DATA: there are no lines of text in ${values.data}. Nothing was measured. Name the folder with --data.`,
  );
  process.exit(1);
}

const load = loadavg()[0] as number;
const text = await readRealText(lines, COUNTS, Number(values.seed));
console.log(' packets  exact p50   HNSW p50  plain p50  recall@10   built in');
const sizes: SizeFigures[] = [];
await measureSizes(text, SIZES, (figures) => {
  sizes.push(figures);
  const { packets, exact, hnsw, plain, recall, build_s } = figures;
  const times = [exact, hnsw, plain].map(({ p50 }) => `${p50.toFixed(3)} ms`.padStart(11)).join('');
  console.log(
    `${String(packets).padStart(8)}${times}${recall.toFixed(4).padStart(11)}${build_s.toFixed(1).padStart(9)} s`,
  );
});
const defaults = await measureDefaults(text);
console.log(`HNSW is quicker from about ${crossover(sizes)} packets.`);
console.log(
  `Default settings at ${defaults.packets}: recall@10 ${defaults.recall.toFixed(4)}, p50 ${defaults.search.p50.toFixed(3)} ms, ` +
    `written in ${defaults.written_s.toFixed(1)} s, graph built in ${defaults.build_s.toFixed(1)} s.`,
);

const result = {
  machine: describeMachine(load),
  versions: { node: process.versions.node, usearch: usearchVersion(), embedder: text.embedder },
  seed: Number(values.seed),
  queries: COUNTS.queries,
  crossover_packets: crossover(sizes),
  sizes,
  defaults,
};
writeResult(RESULT, result);

function usearchVersion(): string {
  const manifest = new URL('../../../packages/memory/node_modules/usearch/package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
