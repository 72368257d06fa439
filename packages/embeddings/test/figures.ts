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

/** The parts of `benchmarks/results/quality.json` that the README cites. */
export interface RecordedQuality {
  readonly embedders: Readonly<Record<string, EmbedderFigures>>;
  readonly built_in_process: {
    readonly start_ratio: number;
    readonly heap_mb: { readonly first: number; readonly last: number };
  };
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

/** The parts of `benchmarks/results/floor.json` that the README cites. */
export interface RecordedFloors {
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

/** The rows of the README's first table, and its sentences with figures, from the recorded ones. */
export function qualityLines({ embedders, built_in_process }: RecordedQuality): readonly string[] {
  const rows = (Object.keys(NAMES) as Name[]).map((name) => {
    const { clinc_test, stackoverflow_second_half, speed, bytes } = known(embedders, name);
    return row([
      NAMES[name],
      shares(clinc_test),
      shares(stackoverflow_second_half),
      short(clinc_test.out_of_scope_auroc),
      speed ? `${Number(speed.texts_per_second.toPrecision(2)).toLocaleString('en')}` : '–',
      speed ? `${speed.load_ms.first.toFixed(0)} ms` : '–',
      bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(1)} MB`,
    ]);
  });
  const speed = (name: Name): number => known(embedders, name).speed?.texts_per_second ?? Number.NaN;
  const { start_ratio, heap_mb } = built_in_process;
  return [
    ...rows,
    `**${Math.round(speed('static') / speed('minilm-q8'))} times** as many texts a second as q8`,
    `${start_ratio.toFixed(1)} times what an empty Node process takes`,
    `${heap_mb.first.toFixed(1)} MB after the first 100,000 texts, ${heap_mb.last.toFixed(1)} MB after a million`,
  ];
}

/** The rows of the README's table of floors. */
export function floorLines({ embedders }: RecordedFloors): readonly string[] {
  return (['static', 'minilm-q8', 'minilm-fp32'] as const).flatMap((name) => {
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
  });
}

function floorRow(name: string, set: string, ours: FloorFigures, score: FloorFigures | undefined): string {
  const cells = [ours, score].map((each) =>
    each ? `${percent(each.kept)} / ${percent(each.answered)}` : 'not recorded',
  );
  return row([name, set, `${ours.per_label ?? 'all'}`, ...cells]);
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

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
