import type { Section } from '../bench/measurement.ts';
import { type Arms, ownOf } from './curve.ts';
import type { Encounter } from './encounter.ts';
import { find, measureShare, percent } from './figures.ts';
import type { PerSeed, Trial } from './trial.ts';

const FIRST_STRETCH = 8;

/** What a fleet that begins with nothing finds while it goes on: the largest fleet, stretch by stretch. */
export function coldStartSection(trial: Trial, { shared }: Arms): Section {
  const { agents, each } = trial.table;
  const ends = stretchEnds(agents * each);
  const inStretch = (seeds: PerSeed, end: number, placeOf: (encounter: Encounter) => number): PerSeed => {
    const begin = ends[ends.indexOf(end) - 1] ?? 0;
    return seeds.map((encounters) =>
      encounters.filter((encounter) => placeOf(encounter) >= begin && placeOf(encounter) < end),
    );
  };
  const fleet = shared.get(agents) as PerSeed;
  const measurements = ends.flatMap((end) => {
    const together = inStretch(fleet, end, ({ at }) => at);
    // The same encounters, for whoever plays alone has its first when the fleet has its first round.
    const alone = inStretch(ownOf(shared), end, ({ at, agent }) => at * agents + agent);
    const of = { encounters: end };
    return [
      measureShare('right first hit', { arm: 'shared', ...of }, together),
      measureShare('right first hit', { arm: 'own memory only', ...of }, alone),
      measureShare('wrong first hit', { arm: 'shared', ...of }, together),
      measureShare('known', { arm: 'shared', ...of }, together),
      measureShare('known', { arm: 'own memory only', ...of }, alone),
    ];
  });
  const say = (what: string, arm: string, encounters: number): string =>
    percent(find(measurements, what, { arm, encounters }));
  const [first = 0, last = 0] = [ends[0], ends.at(-1)];
  return {
    id: 'cold-start',
    title: 'The cold start of a fleet',
    about: `One fleet of ${agents} agents that begins with an empty store, by its encounters so far; a point stands for those since the point before. "Known" is the share of questions whose problem somebody had met: no search finds more.`,
    measurements,
    findings: [
      `Of its first ${first} encounters a fleet of ${agents} finds a packet of the same problem first in ${say('right first hit', 'shared', first)}, of those up to ${last} in ${say('right first hit', 'shared', last)}; known are ${say('known', 'shared', first)} and ${say('known', 'shared', last)}. With own memory only it is ${say('right first hit', 'own memory only', last)} in the end, where ${say('known', 'own memory only', last)} are known.`,
    ],
    plots: [
      {
        title: 'Right first hits, and what was known, by encounters of the fleet so far',
        what: ['right first hit', 'known'],
        mark: 'line',
        x: 'encounters',
        colour: 'arm',
        log: { x: true },
      },
    ],
    leftOut: [],
  };
}

/** 8, 16, 32 … and the last encounter. */
function stretchEnds(encounters: number): readonly number[] {
  const ends: number[] = [];
  for (let end = FIRST_STRETCH; end < encounters; end *= 2) ends.push(end);
  return [...ends, encounters];
}
