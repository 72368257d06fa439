import type { Footprint } from '../servers/footprint.ts';
import type { LoadFigures } from '../servers/load.ts';
import type { SearchFigures, WriteFigures } from '../servers/measure.ts';
import { count, table } from './markdown.ts';

interface ServerFigures {
  readonly empty?: Footprint;
  readonly searches: readonly (SearchFigures & { readonly load_s: number; readonly footprint?: Footprint })[];
  readonly writes: readonly WriteFigures[];
  readonly load: readonly LoadFigures[];
}

/** `benchmarks/results/servers.json`. */
export type ServersRecord = Readonly<Record<'chroma' | 'qdrant', ServerFigures>>;

/** Milliseconds of a search, and how much of the exact answer it finds. */
export function searchTable(record: ServersRecord): string {
  return table(
    ['packets', 'who', 'p50', 'p90', 'p99', 'recall'],
    serversOf(record)
      .flatMap(([server, { searches }]) => searches.map((figures) => [server, figures] as const))
      .toSorted(([, a], [, b]) => a.packets - b.packets)
      .flatMap(([server, { packets, times, recall }]) =>
        Object.entries(times).map(([name, { p50, p90, p99 }]) => [
          count(packets),
          `${server}: ${name}`,
          ...[p50, p90, p99].map((milliseconds) => milliseconds.toFixed(1)),
          (recall[name] ?? Number.NaN).toFixed(3),
        ]),
      ),
  );
}

/** What our layer costs. */
export function ratioTable(record: ServersRecord): string {
  return table(
    ['what', 'pair', 'ratio'],
    serversOf(record).flatMap(([server, { searches, writes }]) =>
      [...searches, ...writes].flatMap((figures) =>
        Object.entries(figures.ratios).map(([pair, { ratio, q1, q3 }]) => [
          `${server}: ${whatOf(figures)}`,
          pair,
          `${ratio.toFixed(2)} (${q1.toFixed(2)} to ${q3.toFixed(2)})`,
        ]),
      ),
    ),
  );
}

/** Answers a second, and milliseconds. */
export function loadTable(record: ServersRecord): string {
  return table(
    ['who', 'callers', 'searches/s', 'p50', 'p99', 'deposits/s', 'p50', 'p99'],
    serversOf(record).flatMap(([server, { load }]) =>
      load.map(({ transport, callers, searches, deposits, search, deposit }) => [
        `${server}: ${transport}`,
        callers,
        ...[searches, search.p50, search.p99, deposits, deposit.p50, deposit.p99].map((figure) =>
          figure.toFixed(0),
        ),
      ]),
    ),
  );
}

/** What packets add to an empty server, in megabytes. */
export function sizeTable(record: ServersRecord): string {
  return table(
    ['server', 'packets', 'memory', 'files in memory', 'disk', 'loaded in, s'],
    serversOf(record).flatMap(([server, { empty, searches }]) =>
      searches.flatMap(({ packets, load_s, footprint }) => {
        if (!empty || !footprint) return [];
        const added = (key: keyof Footprint): string => ((footprint[key] - empty[key]) / 1e6).toFixed(0);
        return [
          [
            server,
            count(packets),
            added('anonymous'),
            added('files_in_memory'),
            added('disk'),
            load_s.toFixed(1),
          ],
        ];
      }),
    ),
  );
}

function serversOf({ chroma, qdrant }: ServersRecord): readonly (readonly [string, ServerFigures])[] {
  return [
    ['Chroma', chroma],
    ['Qdrant', qdrant],
  ];
}

function whatOf(figures: SearchFigures | WriteFigures): string {
  if ('what' in figures) return `${figures.what}${figures.rows > 1 ? `, ${figures.rows}` : ''}`;
  return `search of ${count(figures.packets)}`;
}
