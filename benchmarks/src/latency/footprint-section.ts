import { formatValue } from '../bench/format.ts';
import type { Measurement, Section } from '../bench/measurement.ts';
import type { Observations } from './observations.ts';

type Seen = Observations['footprints'][number];

/** What packets take of the machine. */
export function footprintSection(footprints: readonly Seen[], leftOut: readonly string[]): Section {
  return {
    id: 'footprint',
    title: 'Memory and disk',
    about:
      'Resident memory (a page that n processes share counts 1/n for each) of a process that holds or searches the packets, ' +
      'less that of the same program over an empty store; of SQLite also the sum of ten processes over one file. Disk is what ' +
      'the files take, indexes and logs included, less an empty server. One look each.',
    measurements: footprints.flatMap(figuresOf),
    findings: findingsOf(footprints),
    plots: [
      {
        title: 'Resident memory',
        what: ['resident'],
        mark: 'line',
        x: 'packets',
        colour: 'transport',
        panels: 'processes',
        log: { x: true },
      },
      {
        title: 'Bytes on disk',
        what: ['on disk'],
        mark: 'line',
        x: 'packets',
        colour: 'transport',
        log: { x: true },
      },
    ],
    leftOut,
  };
}

function figuresOf({ store, packets, resident, disk }: Seen): readonly Measurement[] {
  return [
    ...Object.entries(resident).map(([processes, bytes]) =>
      look('resident', { transport: store, processes: Number(processes), packets }, bytes),
    ),
    ...(disk === undefined ? [] : [look('on disk', { transport: store, packets }, disk)]),
  ];
}

/** One look has no width, but it wanders. */
function look(what: string, of: Measurement['of'], value: number): Measurement {
  const spread = { low: value, high: value, kind: 'quartiles' } as const;
  return { what, of, value, unit: 'bytes', samples: 1, spread, better: 'less' };
}

function findingsOf(footprints: readonly Seen[]): readonly string[] {
  const largest = Math.max(...footprints.map(({ packets }) => packets));
  return footprints
    .filter(({ packets }) => packets === largest)
    .map(({ store, packets, resident, disk }) => {
      const memory = Object.entries(resident)
        .map(
          ([processes, bytes]) =>
            `${formatValue(bytes, 'bytes')} in ${processes === '1' ? 'one process' : `${processes} processes`}`,
        )
        .join(', ');
      const onDisk = disk === undefined ? '' : `, ${formatValue(disk / packets, 'bytes')} of disk a packet`;
      return `${store} takes ${memory} for ${formatValue(packets, 'count')} packets${onDisk}.`;
    });
}
