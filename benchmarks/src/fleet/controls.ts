import type { Measurement, Section } from '../bench/measurement.ts';
import { attacks } from '../synthesis/attacks.ts';
import { type Conditions, HONEST } from './conditions.ts';
import { type Arms, ownOf } from './curve.ts';
import type { Counted, Encounter } from './encounter.ts';
import { find, measure, measureAll, measureShare, percent } from './figures.ts';
import { type PerSeed, playAll, type Trial } from './trial.ts';

/** What is done to the largest fleet, with the attacks of the benchmark of the synthesis. */
const CONTROLS: Readonly<Record<string, Conditions>> = {
  stale: { ...HONEST, deposits: 'short-lived', advice: true },
  'wrong, one in three': { ...HONEST, wrong: 1 / 3, advice: true },
  'wrong, all': { ...HONEST, wrong: 1, advice: true },
  'poisoned by a liar': attacked('liar'),
  'poisoned by five colluders': attacked('five_colluders'),
};

/** How many controls there are: for the time left. */
export const CONTROL_COUNT: number = Object.keys(CONTROLS).length;

const ABOUT_ADVICE = [
  'right first claim',
  'wrong first claim',
  "attackers' first hit",
  "attackers' first claim",
] as const satisfies readonly Counted[];

/** What harm is done by packets that have expired, are mistaken, or lie. */
export async function controlsSection(trial: Trial, { shared }: Arms): Promise<Section> {
  const { agents } = trial.table;
  const played = new Map<string, PerSeed>([
    ['shared', shared.get(agents) as PerSeed],
    ['own memory only', ownOf(shared)],
  ]);
  for (const [arm, conditions] of Object.entries(CONTROLS))
    played.set(arm, await playAll(trial, agents, conditions));
  const measurements = [...played].flatMap(([arm, seeds]) => [
    ...measureAll({ arm }, seeds),
    ...ABOUT_ADVICE.map((what) => measureShare(what, { arm }, seeds)),
    measure('packets of attackers', { arm }, seeds.map(poisonAtTheEnd)),
  ]);
  return {
    id: 'controls',
    title: 'Negative controls: stale, wrong and poisoned packets',
    about: `One fleet of ${agents} agents that share, with the same problems. Stale: every packet has expired before the next agent asks. Wrong: packets carry the remedy of another problem, and are judged by it. Poisoned: after one encounter in ten an attacker leaves confident packets with the remedy of another problem in the words of that encounter: three of one voter, or those of five voters that confirm each other and dispute what is right.`,
    measurements,
    findings: [
      staleFinding((played.get('stale') as PerSeed).flat()),
      ...wrongFindings(measurements),
      ...poisonFindings(measurements),
    ],
    plots: [
      bar('Right first hits', 'right first hit'),
      bar('Wrong first hits', 'wrong first hit'),
      bar("Syntheses that an attacker's remedy leads", "attackers' first claim"),
    ],
    leftOut: [],
  };
}

function attacked(name: string): Conditions {
  const attack = attacks[name];
  if (!attack) throw new Error(`There is no attack ${name}.`);
  return { ...HONEST, attack, advice: true };
}

function poisonAtTheEnd(encounters: readonly Encounter[]): number {
  return encounters.at(-1)?.poison ?? 0;
}

/** What a control must show, and says so where it does not. */
export function staleFinding(encounters: readonly Encounter[]): string {
  const found = encounters.filter(({ first }) => first !== 'none').length;
  return found === 0
    ? `Stale packets are never found: ${encounters.length} questions, no hit.`
    : `Stale packets ARE FOUND, which must not be: ${found} of ${encounters.length} questions got a hit.`;
}

function wrongFindings(measurements: readonly Measurement[]): readonly string[] {
  const value = (what: string, arm: string): number => find(measurements, what, { arm }).value;
  const say = (what: string, arm: string): string => percent(find(measurements, what, { arm }));
  const wrongOfHits = (arm: string): string => {
    const wrong = value('wrong first hit', arm);
    const hits = wrong + value('right first hit', arm);
    return `${hits === 0 ? 0 : ((100 * wrong) / hits).toFixed(0)}%`;
  };
  return ['wrong, one in three', 'wrong, all'].map(
    (arm) =>
      `With packets ${arm}, right first hits go from ${say('right first hit', 'shared')} to ${say('right first hit', arm)} and right first claims from ${say('right first claim', 'shared')} to ${say('right first claim', arm)}; of the first hits ${wrongOfHits(arm)} are wrong instead of ${wrongOfHits('shared')}.`,
  );
}

function poisonFindings(measurements: readonly Measurement[]): readonly string[] {
  const say = (what: string, arm: string): string => percent(find(measurements, what, { arm }));
  return ['poisoned by a liar', 'poisoned by five colluders'].map(
    (arm) =>
      `${arm.replace('p', 'P')}, who leave${arm.endsWith('liar') ? 's' : ''} ${say('packets of attackers', arm)} of the packets: the attackers' remedy is the first hit in ${say("attackers' first hit", arm)} of the encounters and leads the synthesis in ${say("attackers' first claim", arm)}; right first claims go from ${say('right first claim', 'shared')} to ${say('right first claim', arm)}.`,
  );
}

function bar(title: string, what: string): Section['plots'][number] {
  return { title, what: [what], mark: 'bar', x: 'arm' };
}
