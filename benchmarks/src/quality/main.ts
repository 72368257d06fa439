// Retrieval and abstention of embedders on labelled texts.
//   node --conditions=@qis/source src/quality/main.ts [--data FOLDER] [--record FILE.json] [NAME…]
// NAME is a key of `candidates`; none means all. --record puts the figures of the one that was named into the field
// `figures` of that file, which models/static.json of @qis/embeddings is for.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { candidates } from './embedders.ts';
import { readLabelledSets } from './labelled-sets.ts';
import { measure, type QualityFigures } from './measure.ts';

const beside = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string', default: beside }, record: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(candidates);
const unknown = names.filter((name) => !(name in candidates));
if (unknown.length > 0)
  fail(`No embedder is called ${unknown.join(', ')}. There are: ${Object.keys(candidates).join(', ')}.`);
if (values.record !== undefined && names.length !== 1) fail('--record wants exactly one embedder.');

const sets = await readLabelledSets(values.data).catch((error: Error) => fail(error.message));
for (const name of names) {
  const candidate = candidates[name];
  if (candidate === undefined) continue;
  const figures = await measure(candidate, sets);
  print(name, figures);
  if (values.record !== undefined) record(values.record, figures);
}

function print(name: string, figures: QualityFigures): void {
  const { clinc_test, stackoverflow_second_half, clinc_val, stackoverflow_first_half, load_ms } = figures;
  const row = (title: string, set: { acc_at_1: number; p_at_10: number; out_of_scope_auroc?: number }) =>
    [title.padEnd(28), set.acc_at_1, set.p_at_10, set.out_of_scope_auroc]
      .map((cell) => (typeof cell === 'number' ? cell.toFixed(4).padStart(8) : (cell ?? '')))
      .join('');
  console.log(`${name}: ${figures.model}@${figures.revision}, ${figures.bytes} bytes`);
  console.log(`  ${'texts'.padEnd(28)}   acc@1    P@10   AUROC (out of scope)`);
  console.log(`  ${row('CLINC150 test', clinc_test)}`);
  console.log(`  ${row('StackOverflow20 second half', stackoverflow_second_half)}`);
  console.log(`  ${row('CLINC150 val', clinc_val)}`);
  console.log(`  ${row('StackOverflow20 first half', stackoverflow_first_half)}`);
  console.log(
    `  ${Math.round(figures.texts_per_second)} texts a second, open in ${load_ms.first.toFixed(1)} ms, again in ${load_ms.again.toFixed(1)} ms`,
  );
  for (const { share, val, test } of figures.floors) {
    console.log(
      `  floor ${val.min_score} keeps ${percent(share)} of right first hits on val (lets ${percent(val.out_of_scope_let_through)} of out-of-scope through), ` +
        `${percent(test.right_kept)} on test (${percent(test.out_of_scope_let_through)})`,
    );
  }
  if (figures.floor) {
    const { min_score, right_kept, out_of_scope_let_through } = figures.floor;
    console.log(
      `  its own floor ${min_score}, on test: keeps ${percent(right_kept)}, lets ${percent(out_of_scope_let_through)} through`,
    );
  }
}

function record(file: string, figures: QualityFigures): void {
  const { model: _, revision: __, bytes: ___, ...rest } = figures;
  const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const rounded = JSON.stringify({ ...before, figures: rest }, (key, value) => round(key, value), 2);
  writeFileSync(file, `${rounded}\n`);
}

/** Shares to four digits, times and speeds to what they can be trusted for. */
function round(key: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  if (key === 'texts_per_second') return Math.round(value / 1_000) * 1_000;
  return Number(value.toPrecision(value > 1 ? 3 : 4));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
