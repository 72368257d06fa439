// Chroma and Qdrant: our transports beside their clients alone with the same calls, in turn, against real servers.
//   node --conditions=@qis/source src/servers/main.ts [--data FOLDER] [--seed N] [--packets N] [chroma] [qdrant]
// Run it in benchmarks/, on an idle machine. The servers are found as the tests find them (packages/test-servers). A run of
// both with 100,000 packets takes about twelve minutes and writes results/servers.json; any other prints only.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Fingerprint } from '@qis/core';
import { DATA_FOLDER, findLines, readRealText } from '../crossover/real-text.ts';
import { describeMachine, writeResult } from '../recorded-result.ts';
import { toPackets } from '../sqlite/packets.ts';
import { chromaSide } from './chroma-side.ts';
import { measureLoad } from './load.ts';
import { measureSearches, measureWrites, PAIRS, RECORDS_WRITTEN } from './measure.ts';
import { printLoad, printSearch, printWrite } from './print-figures.ts';
import { qdrantSide } from './qdrant-side.ts';
import type { Side } from './side.ts';

const SIDES: Readonly<Record<string, (fingerprint: Fingerprint) => Promise<Side>>> = {
  chroma: chromaSide,
  qdrant: qdrantSide,
};
const WHOLE = 100_000;
const QUERIES = 220;
/** A filtered query of Chroma alone takes a second where there are so many packets. */
const QUERIES_OF_MANY = 90;
const MANY = 50_000;
const RESULT = new URL('../../results/servers.json', import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: DATA_FOLDER },
    seed: { type: 'string', default: '1' },
    packets: { type: 'string', default: String(WHOLE) },
  },
});
const packets = Number(values.packets);
if (!(packets >= RECORDS_WRITTEN)) fail(`--packets wants a number, ${RECORDS_WRITTEN} at least.`);
const unknown = positionals.filter((name) => !Object.hasOwn(SIDES, name));
if (unknown.length > 0)
  fail(`No server is called ${unknown.join(', ')}. There are: ${Object.keys(SIDES).join(', ')}.`);
const wanted = Object.entries(SIDES).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
);
const lines = findLines(values.data);
if (lines === undefined)
  fail(
    `NO DATA: there are no lines of text in ${values.data}. Nothing was measured. Name the folder with --data.`,
  );

const loadBefore = loadavg()[0] as number;
const text = await readRealText(lines, { records: packets, queries: QUERIES }, Number(values.seed));
const records = toPackets(text);
const sizes = [...new Set([1_000, 10_000, packets])].sort((a, b) => a - b);
const figures: Record<string, object> = {};
for (const [name, start] of wanted) {
  const side = await start(text.fingerprint);
  console.log(`${name}: ${side.server}`);
  try {
    const searches: object[] = [];
    const empty = side.footprint();
    for (const [at, size] of sizes.entries()) {
      const began = performance.now();
      await side.load(records.slice(at === 0 ? 0 : sizes[at - 1], size));
      const load_s = (performance.now() - began) / 1_000;
      const queries = text.queries.slice(0, size < MANY ? QUERIES : QUERIES_OF_MANY);
      const found = await measureSearches(side, records.slice(0, size), queries, PAIRS);
      const footprint = side.footprint();
      searches.push({ ...found, load_s, footprint });
      printSearch(found);
      console.log(`  loaded in ${load_s.toFixed(1)} s; bytes now ${JSON.stringify(footprint)}`);
    }
    const writes = await measureWrites(side, records.slice(0, RECORDS_WRITTEN), PAIRS);
    for (const written of writes) printWrite(written);
    const load = await measureLoad(side, records, text.queries);
    for (const each of load) printLoad(each);
    figures[name] = { server: side.server, empty, searches, writes, load };
  } finally {
    await side.close();
  }
}
if (wanted.length === Object.keys(SIDES).length && packets === WHOLE) {
  const versions = {
    node: process.versions.node,
    chromadb: versionOf('chromadb'),
    '@qdrant/js-client-rest': versionOf('@qdrant/js-client-rest'),
    '@qdrant/js-client-grpc': versionOf('@qdrant/js-client-grpc'),
    embedder: text.embedder,
  };
  writeResult(RESULT, {
    machine: describeMachine(loadBefore),
    versions,
    seed: Number(values.seed),
    ...figures,
  });
}

function versionOf(name: string): string {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
