// How well embedders find, and how fast: a table.
//   pnpm run build && pnpm --filter benchmarks quality [--data FOLDER] [--models FOLDER] [--record]
// --record writes results/quality.json. Takes about five minutes, most of it MiniLM's; the speeds want an idle machine.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { DATA_FOLDER } from '../crossover/real-text.ts';
import { describeMachine, writeResult } from '../recorded-result.ts';
import { findCandidates, MODELS_FOLDER } from './embedders.ts';
import { readLabelledSets } from './labelled-sets.ts';
import { byEmbedder, byWords, type SetFigures, searchSets } from './search-sets.ts';
import { measureSpeeds, type SpeedFigures } from './speed.ts';
import { measureProcess } from './static-process.ts';

const RESULT = new URL('../../results/quality.json', import.meta.url);

interface Row extends SetFigures {
  readonly bytes?: number;
  readonly speed?: SpeedFigures;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: DATA_FOLDER },
    models: { type: 'string', default: MODELS_FOLDER },
    record: { type: 'boolean', default: false },
  },
});
const sets = await readLabelledSets(values.data).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const texts = sets.clincTest.index.map(({ text }) => text);
const load = loadavg()[0] as number;
const candidates = findCandidates(values.models);
const speeds = await measureSpeeds(candidates, texts);
const built_in_process = measureProcess();

const rows = new Map<string, Row>();
for (const [name, candidate] of Object.entries(candidates)) {
  const embedder = candidate.create();
  const { fingerprint } = await embedder.open();
  const speed = speeds[name];
  const figures = await searchSets(byEmbedder(embedder), sets);
  await embedder.close();
  rows.set(name, { ...fingerprint, bytes: await candidate.size(), ...(speed && { speed }), ...figures });
}
rows.set('bm25', await searchSets(byWords, sets));
print();
if (values.record) {
  const { node } = process.versions;
  writeResult(RESULT, {
    node,
    machine: describeMachine(load),
    embedders: Object.fromEntries(rows),
    built_in_process,
  });
}

function print(): void {
  console.log(
    `${'acc@1 / P@10 / hit@10'.padEnd(13)} CLINC150 test   SO second half   AUROC   texts/s   load   size`,
  );
  for (const [name, { clinc_test, stackoverflow_second_half, speed, bytes }] of rows) {
    const shares = [clinc_test, stackoverflow_second_half]
      .map(({ acc_at_1, p_at_10, hit_at_10 }) =>
        [acc_at_1, p_at_10, hit_at_10].map((n) => n.toFixed(3)).join(' / '),
      )
      .join('   ');
    const cells = [
      name.padEnd(13),
      shares,
      clinc_test.out_of_scope_auroc.toFixed(3),
      speed?.texts_per_second ?? '–',
      speed ? `${speed.load_ms.first.toFixed(0)} ms` : '–',
      bytes ? `${(bytes / 1e6).toFixed(1)} MB` : '–',
    ];
    console.log(cells.join('   '));
  }
  const { empty_node_ms, first_embedding_ms, heap_mb } = built_in_process;
  console.log(
    `An empty Node process takes ${empty_node_ms.toFixed(0)} ms, one that embeds a text ${first_embedding_ms.toFixed(0)} ms.`,
  );
  console.log(
    `The heap holds ${heap_mb.first.toFixed(1)} MB after 100,000 texts, ${heap_mb.last.toFixed(1)} MB after a million.`,
  );
}
