// The floor of an embedder: fitted on CLINC150 val, reported on test and on the hand-written problems.
//   pnpm --filter benchmarks floor [--data FOLDER] [--models FOLDER] [--record]
// --record writes results/floor.json and draws results/floor-static.svg. Takes about ten minutes, most of it MiniLM's.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Floor } from '@qis/core';
import { DATA_FOLDER } from '../crossover/real-text.ts';
import { type Candidate, findCandidates, MODELS_FOLDER } from '../quality/embedders.ts';
import { type LabelledSets, type LabelledText, readLabelledSets } from '../quality/labelled-sets.ts';
import { writeResult } from '../recorded-result.ts';
import { drawTradeOff } from './draw-trade-off.ts';
import { fitCrowding, fitScore, KEPT } from './fit.ts';
import { type FloorFigures, reportFloor } from './report.ts';
import { leaveOneOut, thinStores, toldAgain } from './stores.ts';

const PER_LABEL = [1, 3, 10, 100];
const DRAWS = 5;
const RESULT = new URL('../../results/floor.json', import.meta.url);
const DRAWING = new URL('../../results/floor-static.svg', import.meta.url);
const PROBLEMS = new URL('../../../examples/problems.jsonl', import.meta.url);

/** One floor on every set. */
interface Report {
  readonly floor: Floor;
  readonly val: readonly FloorFigures[];
  readonly test: readonly FloorFigures[];
  readonly problems: readonly FloorFigures[];
  readonly told_again: readonly FloorFigures[];
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
const problems = readFileSync(PROBLEMS, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as LabelledText);

const embedders: Record<string, { crowding: Report; score: Report }> = {};
let drawing = '';
for (const [name, candidate] of Object.entries(findCandidates(values.models))) {
  embedders[name] = await study(name, candidate, sets);
}
if (values.record) {
  const { node } = process.versions;
  writeResult(RESULT, { node, kept: KEPT, draws: DRAWS, labels: 150, problems: problems.length, embedders });
  writeFileSync(DRAWING, drawing);
}

async function study(name: string, candidate: Candidate, sets: LabelledSets) {
  const embedder = candidate.create();
  await embedder.open();
  try {
    // A hundred requests are few to choose by: those beside the training split are as unseen by the embedder.
    const outOfScope = [...sets.clincVal.outOfScope, ...sets.clincTrainOutOfScope];
    const val = await thinStores(embedder, { ...sets.clincVal, outOfScope }, PER_LABEL, DRAWS);
    const test = await thinStores(embedder, sets.clincTest, PER_LABEL, DRAWS);
    const handWritten = await leaveOneOut(embedder, problems, [1, 3, Number.POSITIVE_INFINITY]);
    const again = [await toldAgain(embedder, problems)];
    const on = (floor: Floor): Report => ({
      floor,
      val: reportFloor(floor, val),
      test: reportFloor(floor, test),
      problems: reportFloor(floor, handWritten),
      told_again: reportFloor(floor, again),
    });
    const crowding = on(fitCrowding(val));
    const score = on(fitScore(val));
    print(name, crowding);
    print(name, score);
    if (name === 'static') {
      drawing = drawTradeOff('Built-in model, CLINC150 test: what a floor keeps and what it answers', test, [
        { name: 'floor by crowding', floor: crowding.floor },
        { name: 'floor by one score', floor: score.floor },
      ]);
    }
    return { crowding, score };
  } finally {
    await embedder.close();
  }
}

function print(name: string, { floor, ...sets }: Report): void {
  console.log(`${name}: ${JSON.stringify(floor)}`);
  for (const [set, rows] of Object.entries(sets)) {
    const cells = (rows as readonly FloorFigures[]).map(({ per_label, kept, answered }) =>
      `${per_label ?? 'all'}: ${percent(kept)} kept, ${percent(answered)} answered`.padEnd(36),
    );
    console.log(`  ${set.padEnd(10)} ${cells.join('')}`);
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
