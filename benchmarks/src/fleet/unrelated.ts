import type { Section } from '../bench/measurement.ts';
import { draw } from '../draw.ts';
import { seededRandom } from '../synthesis/random.ts';
import { HONEST } from './conditions.ts';
import { deal, tableFor } from './deal.ts';
import type { Encounter } from './encounter.ts';
import { find, less, measure, measureAll, percent, points, shares } from './figures.ts';
import { Ledger } from './ledger.ts';
import { type Game, type Player, playFleet } from './play.ts';
import type { Problem } from './problems.ts';
import type { Trial } from './trial.ts';

const ARMS = ['own memory only', 'shared', 'unrelated'] as const;
type Arm = (typeof ARMS)[number];

/** Two fleets whose problems have nothing in common. */
interface Halves {
  readonly ours: readonly Player[];
  readonly strangers: readonly Player[];
}

/** Whether packets of a fleet with other problems help, which must not be, and what harm they do. */
export async function unrelatedSection(trial: Trial): Promise<Section> {
  const played: Record<Arm, (readonly Encounter[])[]> = { 'own memory only': [], shared: [], unrelated: [] };
  for (const seed of trial.seeds) {
    const halves = split(trial, seed);
    if (!halves)
      return { ...frame(trial), leftOut: ['too few wordings for two fleets with different problems'] };
    for (const arm of ARMS) {
      const encounters = await PLAYED[arm](trial, halves, seed);
      trial.played(encounters.length, `unrelated fleets, seed ${seed}`);
      played[arm].push(encounters);
    }
  }
  const right = (arm: Arm): readonly number[] => shares(played[arm], 'right first hit');
  const lifts = (['shared', 'unrelated'] as const).map((arm) =>
    measure('lift of right first hits', { arm }, less(right(arm), right('own memory only')), 'share', 'more'),
  );
  const measurements = [...ARMS.flatMap((arm) => measureAll({ arm }, played[arm])), ...lifts];
  const lift = (arm: Arm) => find(lifts, 'lift of right first hits', { arm });
  const say = (what: string, arm: Arm): string => percent(find(measurements, what, { arm }));
  return {
    ...frame(trial),
    measurements,
    findings: [
      `${vanishing(lift('unrelated').spread)} with packets of strangers: ${points(lift('unrelated'))}. Packets of colleagues with the same problems lift right first hits by ${points(lift('shared'))}.`,
      `Beside strangers' packets right first hits are ${say('right first hit', 'unrelated')} instead of ${say('right first hit', 'own memory only')}, right ones at whatever rank ${say('right among the hits', 'unrelated')} instead of ${say('right among the hits', 'own memory only')}.`,
      `What strangers' packets cost: the first hit is of another problem in ${say('wrong first hit', 'unrelated')} of the encounters instead of ${say('wrong first hit', 'own memory only')}, and nothing is answered honestly in ${say('honest abstention', 'unrelated')} instead of ${say('honest abstention', 'own memory only')}.`,
    ],
    plots: [
      {
        title: 'Lift of right first hits over own memory',
        what: ['lift of right first hits'],
        mark: 'bar',
        x: 'arm',
      },
      { title: 'Wrong first hits', what: ['wrong first hit'], mark: 'bar', x: 'arm' },
    ],
  };
}

function frame({ seeds }: Trial): Section {
  return {
    id: 'unrelated',
    title: 'Negative control: a fleet with other problems',
    about: `Of each seed's random half of the labels agents meet the wordings: alone, in a fleet that shares, and each beside the packets of a fleet that has met the other half and nothing else. ${seeds.length} seeds; lifts are differences seed by seed.`,
    measurements: [],
    findings: [],
    plots: [],
    leftOut: [],
  };
}

/** What the control must show, and says so where it does not. */
export function vanishing(spread: Section['measurements'][number]['spread']): string {
  if (!spread || (spread.low <= 0 && spread.high >= 0)) return 'The lift vanishes';
  return spread.low > 0 ? 'The lift DOES NOT VANISH, which must be,' : 'The lift turns to harm';
}

function split({ problems, table }: Trial, seed: number): Halves | undefined {
  const labels = [...new Set(problems.map(({ label }) => label))];
  const half = new Set(draw(labels, Math.floor(labels.length / 2), seed));
  const players = (some: readonly Problem[], from: number): readonly Player[] | undefined => {
    const own = tableFor(some.length, table.agents);
    return own && deal(some, own, seed).map((hand, i) => ({ agent: from + i, hand }));
  };
  const ours = players(
    problems.filter(({ label }) => half.has(label)),
    0,
  );
  const strangers = players(
    problems.filter(({ label }) => !half.has(label)),
    table.agents,
  );
  return ours && strangers && { ours, strangers };
}

type Play = (trial: Trial, halves: Halves, seed: number) => Promise<readonly Encounter[]>;

const PLAYED: Readonly<Record<Arm, Play>> = {
  'own memory only': async (trial, { ours }, seed) => {
    const encounters: Encounter[] = [];
    for (const player of ours) encounters.push(...(await playFleet(await game(trial, [player], seed))));
    return encounters;
  },
  shared: async (trial, { ours }, seed) => playFleet(await game(trial, ours, seed)),
  // Each alone beside the strangers: what it leaves is taken away before the next one.
  unrelated: async (trial, { ours, strangers }, seed) => {
    const ledger = new Ledger();
    const beside = { ...(await game(trial, strangers, seed)), ledger };
    await playFleet(beside);
    const encounters: Encounter[] = [];
    for (const player of ours) {
      encounters.push(...(await playFleet({ ...beside, players: [player] })));
      await beside.store.router.transport.remove(ledger.take(player.agent));
    }
    return encounters;
  },
};

async function game(trial: Trial, players: readonly Player[], seed: number): Promise<Game> {
  const { problems, signal, stores } = trial;
  const store = await stores.next();
  return { store, players, conditions: HONEST, problems, signal, random: seededRandom(seed) };
}
