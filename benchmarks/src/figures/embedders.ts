import { count, table } from './markdown.ts';

interface Shares {
  readonly acc_at_1: number;
  readonly p_at_10: number;
  readonly hit_at_10: number;
}

interface EmbedderFigures {
  readonly clinc_test: Shares & { readonly out_of_scope_auroc: number };
  readonly stackoverflow_second_half: Shares;
  readonly bytes?: number;
  readonly speed?: { readonly texts_per_second: number; readonly load_ms: { readonly first: number } };
}

/** The parts of `benchmarks/results/quality.json` that documents cite. */
export interface QualityRecord {
  readonly embedders: Readonly<Record<string, EmbedderFigures>>;
}

interface FloorFigures {
  readonly per_label: number | null;
  readonly kept: number;
  readonly answered: number;
}

interface FloorReport {
  readonly floor: object;
  readonly test: readonly FloorFigures[];
  readonly problems: readonly FloorFigures[];
  readonly told_again: readonly FloorFigures[];
}

/** The parts of `benchmarks/results/floor.json` that documents cite. */
export interface FloorRecord {
  readonly embedders: Readonly<
    Record<string, { readonly crowding: FloorReport; readonly score: FloorReport }>
  >;
}

const NAMES = {
  static: 'built-in model',
  'minilm-q8': 'all-MiniLM-L6-v2, q8',
  'minilm-fp32': 'all-MiniLM-L6-v2, fp32',
  bm25: 'BM25',
} as const;

type Name = keyof typeof NAMES;

/** How well embedders find, how fast they are and how large. */
export function qualityTable({ embedders }: QualityRecord): string {
  return table(
    [
      '',
      'CLINC150 acc@1 / P@10 / hit@10',
      'StackOverflow20',
      'out-of-scope AUROC',
      'texts a second',
      'opens in',
      'size',
    ],
    (Object.keys(NAMES) as Name[]).map((name) => {
      const { clinc_test, stackoverflow_second_half, speed, bytes } = known(embedders, name);
      return [
        NAMES[name],
        shares(clinc_test),
        shares(stackoverflow_second_half),
        short(clinc_test.out_of_scope_auroc),
        speed ? count(Number(speed.texts_per_second.toPrecision(2))) : '–',
        speed ? `${speed.load_ms.first.toFixed(0)} ms` : '–',
        bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(1)} MB`,
      ];
    }),
  );
}

/** What the floors keep and let through. */
export function floorTable({ embedders }: FloorRecord): string {
  return table(
    [
      'model',
      'questions',
      'packets of each problem',
      'by crowding: right first hits kept / unknown questions answered',
      'by one score',
    ],
    (['static', 'minilm-q8', 'minilm-fp32'] as const).flatMap((name) => {
      const { crowding, score } = known(embedders, name);
      return [
        ...crowding.test.map((figures, i) => floorRow(NAMES[name], 'CLINC150', figures, score.test[i])),
        ...crowding.problems.map((figures, i) =>
          floorRow(NAMES[name], 'hand-written problems', figures, score.problems[i]),
        ),
        ...crowding.told_again.map((figures, i) =>
          floorRow(NAMES[name], 'the same, told again', figures, score.told_again[i]),
        ),
      ];
    }),
  );
}

function floorRow(name: string, set: string, ours: FloorFigures, score: FloorFigures | undefined): string[] {
  const cells = [ours, score].map((each) =>
    each ? `${percent(each.kept)} / ${percent(each.answered)}` : 'not recorded',
  );
  return [name, set, `${ours.per_label ?? 'all'}`, ...cells];
}

function known<T>(record: Readonly<Record<string, T>>, name: string): T {
  const found = record[name];
  if (found === undefined) throw new Error(`The record has no ${name}.`);
  return found;
}

function shares({ acc_at_1, p_at_10, hit_at_10 }: Shares): string {
  return [acc_at_1, p_at_10, hit_at_10].map(short).join(' / ');
}

function short(share: number): string {
  return share.toFixed(3).replace(/^0/, '');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
