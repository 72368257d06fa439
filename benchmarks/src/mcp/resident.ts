import { platform } from 'node:os';
import type { Section } from '../bench/measurement.ts';
import { median } from '../statistics.ts';
import { figureOf, type Rounds } from './rounds.ts';

/** What servers held, by their name and how many processes of them there were. */
export type Held = readonly { readonly server: string; readonly processes: number; readonly bytes: Rounds }[];

export function residentSection(held: Held, packets: number): Section {
  const told = held.filter(({ bytes }) => bytes.flat().length > 0);
  return {
    id: 'resident-memory',
    title: 'Memory of the servers',
    about: `Resident memory of all processes together (proportional set size: a page that n processes share counts 1/n for each), after the calls above, over ${packets} packets and what was deposited meanwhile.`,
    measurements: told.map(({ server, processes, bytes }) =>
      figureOf('resident memory', { server, processes }, bytes, { unit: 'bytes', figure: median }),
    ),
    findings: told.map(
      ({ server, processes, bytes }) =>
        `${processes === 1 ? 'One process' : `${processes} processes`} of the ${server}: ${(median(bytes.flat()) / 1e6).toFixed(0)} MB.`,
    ),
    plots: [],
    leftOut:
      told.length === held.length ? [] : [`resident memory: ${platform()} has no /proc/PID/smaps_rollup`],
  };
}
