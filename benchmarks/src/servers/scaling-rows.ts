import type { Footprint } from './footprint.ts';
import type { LoadFigures } from './load.ts';
import type { SearchFigures, WriteFigures } from './measure.ts';

interface ServerFigures {
  readonly empty?: Footprint;
  readonly searches: readonly (SearchFigures & { readonly load_s: number; readonly footprint?: Footprint })[];
  readonly writes: readonly WriteFigures[];
  readonly load: readonly LoadFigures[];
}

/** `benchmarks/results/servers.json`. */
export type ServersRecord = Readonly<Record<'chroma' | 'qdrant', ServerFigures>>;

/** The rows of the tables of `docs/scaling.md`. */
export function scalingRows(record: ServersRecord): readonly string[] {
  const servers = [
    ['Chroma', record.chroma],
    ['Qdrant', record.qdrant],
  ] as const;
  return servers.flatMap(([name, figures]) => [
    ...figures.searches.flatMap((each) => searchRows(name, each)),
    ...[...figures.searches, ...figures.writes].flatMap((each) => ratioRows(name, each)),
    ...figures.load.map((each) => loadRow(name, each)),
    ...sizeRows(name, figures),
  ]);
}

function searchRows(server: string, { packets, times, recall }: SearchFigures): string[] {
  return Object.entries(times).map(
    ([name, { p50, p90, p99 }]) =>
      `| ${count(packets)} | ${server}: ${name} | ${p50.toFixed(1)} | ${p90.toFixed(1)} | ${p99.toFixed(1)} | ${(recall[name] ?? Number.NaN).toFixed(3)} |`,
  );
}

function ratioRows(server: string, figures: SearchFigures | WriteFigures): string[] {
  const what =
    'what' in figures
      ? `${figures.what}${figures.rows > 1 ? `, ${figures.rows}` : ''}`
      : `search of ${count(figures.packets)}`;
  return Object.entries(figures.ratios).map(
    ([pair, { ratio, q1, q3 }]) =>
      `| ${server}: ${what} | ${pair} | ${ratio.toFixed(2)} (${q1.toFixed(2)} to ${q3.toFixed(2)}) |`,
  );
}

function loadRow(
  server: string,
  { transport, callers, searches, deposits, search, deposit }: LoadFigures,
): string {
  const times = [search.p50, search.p99, deposit.p50, deposit.p99].map((ms) => ms.toFixed(0));
  return `| ${server}: ${transport} | ${callers} | ${searches.toFixed(0)} | ${times[0]} | ${times[1]} | ${deposits.toFixed(0)} | ${times[2]} | ${times[3]} |`;
}

/** What packets add to an empty server, and what that is for each of them. */
function sizeRows(server: string, { empty, searches }: ServerFigures): string[] {
  return searches.flatMap(({ packets, load_s, footprint }) => {
    if (!empty || !footprint) return [];
    const megabytes = (key: keyof Footprint): string => ((footprint[key] - empty[key]) / 1e6).toFixed(0);
    return `| ${server} | ${count(packets)} | ${megabytes('anonymous')} | ${megabytes('files_in_memory')} | ${megabytes('disk')} | ${load_s.toFixed(1)} |`;
  });
}

function count(packets: number): string {
  return packets.toLocaleString('en-US');
}
