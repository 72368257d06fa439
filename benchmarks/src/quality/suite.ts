import type { Floor } from '@qis/core';
import type { Measurement, Section } from '../bench/measurement.ts';
import type { RunOptions, Suite } from '../bench/suite.ts';
import { type FloorFigures, reportFloor } from '../floor/report.ts';
import { thinStores } from '../floor/stores.ts';
import { bootstrap } from '../resample.ts';
import { mean } from '../statistics.ts';
import { CachingEmbedder } from '../synthesis/caching-embedder.ts';
import { findCandidates, MODELS_FOLDER } from './embedders.ts';
import { heldOutSets } from './held-out-sets.ts';
import type { AbstentionSet } from './labelled-sets.ts';
import { type AbstentionFigures, abstention, byEmbedder, byWords } from './search-sets.ts';

const PLANS = {
  quick: { draws: 2, wordings: 600 },
  full: { draws: 10, wordings: 2_000 },
};
/** Left out of a quick run: it finds what q8 finds, and takes twice as long. */
const FULL_ONLY = 'minilm-fp32';
const PER_LABEL = [1, 3, Number.POSITIVE_INFINITY];

const FIGURES = {
  acc_at_1: 'accuracy at 1',
  p_at_10: 'precision at 10',
  hit_at_10: 'hit at 10',
  out_of_scope_auroc: 'AUROC',
} as const satisfies Record<keyof AbstentionFigures, string>;

export const qualitySuite: Suite = {
  name: 'quality',
  about:
    'Does a search by meaning find packets of the same problem, and does the floor hide what is of another?',
  run: runQuality,
};

async function* runQuality({ full, seed, text, signal, progress }: RunOptions): AsyncGenerator<Section> {
  const sets = heldOutSets(text.wordings, { ...(full ? PLANS.full : PLANS.quick), seed });
  if (!sets) {
    yield retrievalSection([], [], [`everything: ${text.name} has too few labels`]);
    return;
  }
  const leftOut: string[] = [];
  const candidates = Object.entries(
    findCandidates(MODELS_FOLDER, () =>
      leftOut.push('minilm: the model does not lie beside the checkout, in ../shared/models'),
    ),
  ).filter(([name]) => full || name !== FULL_ONLY);
  const found: Found[] = [];
  const floors: FloorSeen[] = [];
  for (const [at, [name, candidate]] of candidates.entries()) {
    const inner = candidate.create();
    const { floor } = await inner.open();
    try {
      const embedder = new CachingEmbedder(inner);
      for (const [each, set] of sets.entries()) {
        signal.throwIfAborted();
        progress((at + each / sets.length) / (candidates.length + 1), name);
        found.push({ by: name, figures: await abstention(byEmbedder(embedder), set) });
        floors.push(...(await floorSeen(name, floor, embedder, set)));
      }
    } finally {
      await inner.close();
    }
  }
  progress(candidates.length / (candidates.length + 1), 'bm25');
  for (const set of sets) {
    signal.throwIfAborted();
    found.push({ by: 'bm25', figures: await abstention(byWords, set) });
  }
  yield retrievalSection(found, sets, leftOut);
  yield floorSection(floors, sets);
}

interface Found {
  readonly by: string;
  readonly figures: AbstentionFigures;
}

interface FloorSeen extends FloorFigures {
  readonly by: string;
}

async function floorSeen(
  by: string,
  floor: Floor,
  embedder: CachingEmbedder,
  set: AbstentionSet,
): Promise<FloorSeen[]> {
  const figures = reportFloor(floor, await thinStores(embedder, set, PER_LABEL, 1));
  return figures.map((each) => ({ by, ...each }));
}

function retrievalSection(
  found: readonly Found[],
  sets: readonly AbstentionSet[],
  leftOut: readonly string[],
): Section {
  const measurements = [...Map.groupBy(found, ({ by }) => by)].flatMap(([by, of]) =>
    Object.entries(FIGURES).map(([key, what]) =>
      averaged(
        what,
        { by },
        of.map(({ figures }) => figures[key as keyof AbstentionFigures]),
        'more',
      ),
    ),
  );
  return {
    id: 'retrieval',
    title: 'Finding the same problem in other words',
    about:
      `${describe(sets)} Accuracy at 1: the nearest has the label of the question. Precision at 10: so many of the ten ` +
      'nearest have it, which fewer wordings than ten keep below 100%. AUROC: how well the nearest score tells questions ' +
      'of known labels from those of unknown ones; 50% is not at all. bm25 searches by words.',
    measurements,
    findings: bestInWords(measurements),
    plots: [{ title: 'By what is searched with', what: Object.values(FIGURES), mark: 'bar', x: 'by' }],
    leftOut,
  };
}

function floorSection(floors: readonly FloorSeen[], sets: readonly AbstentionSet[]): Section {
  const groups = Map.groupBy(floors, ({ by, per_label }) => JSON.stringify([by, per_label]));
  return {
    id: 'floor',
    title: 'What the floor keeps and what it hides',
    about: `${describe(sets)} Kept: of the right first hits those that the floor lets through. Answered: of the questions of unknown labels those that get a hit all the same.`,
    measurements: [...groups.values()].flatMap((of) => {
      const { by, per_label } = of[0] as FloorSeen;
      const row = { by, 'packets a label': per_label ?? 'all' };
      const known = of.filter(({ right }) => right > 0);
      return [
        ...(known.length === 0
          ? []
          : [
              averaged(
                'right hits kept',
                row,
                known.map(({ kept }) => kept),
                'more',
              ),
            ]),
        averaged(
          'unknown answered',
          row,
          of.map(({ answered }) => answered),
          'less',
        ),
      ];
    }),
    findings: [],
    plots: [
      {
        title: 'Right hits kept, unknown questions answered',
        what: ['right hits kept', 'unknown answered'],
        mark: 'bar',
        x: 'packets a label',
        panels: 'by',
      },
    ],
    leftOut: [],
  };
}

/** The mean over the sets. */
function averaged(
  what: string,
  of: Measurement['of'],
  values: readonly number[],
  better: 'less' | 'more',
): Measurement {
  const spread = bootstrap(values, mean);
  return { what, of, value: mean(values), unit: 'share', samples: values.length, spread, better };
}

function describe(sets: readonly AbstentionSet[]): string {
  const [first] = sets;
  if (!first) return '';
  const { index, queries, outOfScope } = first;
  return `${sets.length} draws of about ${queries.length} questions to ${index.length} wordings that have their labels, and ${outOfScope.length} questions whose labels they do not have.`;
}

function bestInWords(measurements: readonly Measurement[]): readonly string[] {
  return Object.values(FIGURES).flatMap((figure) => {
    const ranked = measurements.filter(({ what }) => what === figure).toSorted((a, b) => b.value - a.value);
    if (ranked.length === 0) return [];
    const words = ranked.map(({ of, value }) => `${of.by} ${(100 * value).toFixed(1)}%`);
    return [`${figure}: ${words.join(', ')}.`];
  });
}
