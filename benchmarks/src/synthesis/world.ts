import type { OutcomePacketInput, OutcomeType } from '@qis/core';
import type { Remedies } from './corpus.ts';

/** What a world is like. */
export interface Conditions {
  /** Agents that meet each problem once. */
  readonly agents: number;
  /** Share of reports that say the contrary of what happened, and of packets that say nothing of use. */
  readonly noise: number;
  /** Share of further agents that advise a wrong remedy with confidence 1, in the words of the question. */
  readonly attackers: number;
}

/** A remedy as the judge knows it: `right`, or which of the others. */
type Remedy = 'right' | 'wrong-0' | 'wrong-1' | 'opposite' | 'none';

/** A packet to deposit, in the order of time, and what it advises: the judge's book, which no rule sees. */
export interface Report {
  readonly problem: string;
  readonly remedy: Remedy;
  readonly packet: OutcomePacketInput;
  /** The report that it replies to. */
  readonly replyTo?: Report;
}

const START = 1_763_000_000;
const DAYS = 20;
/** How often a remedy seems to work. */
const WORKS: Readonly<Record<Remedy, number>> = {
  right: 0.85,
  'wrong-0': 0.2,
  'wrong-1': 0.2,
  opposite: 0.1,
  none: 0.3,
};
/** How often an agent comes upon a remedy by itself. */
const GUESSES: readonly (readonly [Remedy, number])[] = [
  ['right', 0.35],
  ['wrong-0', 0.3],
  ['wrong-1', 0.2],
  ['opposite', 0.15],
];
/** How often an agent tries what an earlier packet advises. */
const READS = 0.4;
/** What careless agents say: three parts, so that few say the same. */
const EMPTY_WORDS: readonly (readonly string[])[] = [
  [
    'works again',
    'gone',
    'solved',
    'no idea why but it runs',
    'restarted it',
    'asked a colleague',
    'tried many things',
  ],
  [
    'after a while',
    'this morning',
    'since the last deploy',
    'once we waited',
    'by itself',
    'on the second try',
  ],
  ['thanks', 'closing this', 'will watch it', 'all fine', 'see ticket', 'done'],
];
const PLACES = [
  'on staging',
  'in production',
  'since Monday',
  'for a customer',
  'on my machine',
  'after the update',
];

/** The wording of a problem that only the question has. */
export const QUESTION = 0;

/** What agents report about one problem, in the order of time. */
export function reportsOn(
  remedies: Remedies,
  { agents, noise, attackers }: Conditions,
  random: () => number,
): readonly Report[] {
  const reports: Report[] = [];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const liars = attackers === 0 ? 0 : Math.max(1, Math.round(attackers * agents));
  const times = Array.from({ length: agents + liars }, () => START + random() * DAYS * 86_400).sort();
  const lies = new Set<number>();
  while (lies.size < liars) lies.add(Math.floor(random() * times.length));
  for (const [i, timestamp] of times.entries()) {
    const stamp = { timestamp, ttl: 31_536_000 };
    if (lies.has(i)) {
      reports.push(...lieAbout(remedies, reports, `liar-${i}`, stamp, pick));
      continue;
    }
    const problem_description = `${remedies.problems[1 + Math.floor(random() * 2)]} ${pick(PLACES)}`;
    const said = { ...stamp, problem_description, agent_id: `agent-${i}`, domain_tags: [] };
    if (random() < noise / 2) {
      const outcome_type = random() < 0.5 ? 'resolved' : 'partial';
      const packet = {
        ...said,
        ...verdict(outcome_type, random),
        delta_summary: EMPTY_WORDS.map(pick).join(', '),
      };
      reports.push({ problem: remedies.id, remedy: 'none', packet });
      continue;
    }
    const earlier = reports.filter(({ packet }) => packet.outcome_type !== 'contradicted');
    const replyTo = earlier.length > 0 && random() < READS ? pick(earlier) : undefined;
    const remedy = replyTo?.remedy ?? guess(random);
    const worked = random() < WORKS[remedy] !== random() < noise / 2;
    const outcome_type = !worked ? 'contradicted' : random() < 0.15 ? 'partial' : 'resolved';
    const packet = {
      ...said,
      ...verdict(outcome_type, random),
      delta_summary: words(remedies, remedy, worked, pick),
    };
    reports.push({ problem: remedies.id, remedy, packet, ...(replyTo && { replyTo }) });
  }
  return reports;
}

/** Advises the second wrong remedy thrice in the question's own words, and contradicts what others found out. */
function lieAbout(
  { id, problems, wrong }: Remedies,
  earlier: readonly Report[],
  agent_id: string,
  stamp: object,
  pick: <T>(list: readonly T[]) => T,
): readonly Report[] {
  const said = {
    ...stamp,
    agent_id,
    confidence: 1,
    domain_tags: [],
    problem_description: problems[QUESTION] ?? '',
  };
  const lies = [0, 1, 2].map((n): Report => {
    const delta_summary = `${wrong[1]?.[n % 2]}${n === 2 ? ', works' : ''}`;
    return { problem: id, remedy: 'wrong-1', packet: { ...said, outcome_type: 'resolved', delta_summary } };
  });
  const honest = earlier.filter(({ remedy }) => remedy === 'right');
  if (honest.length === 0) return lies;
  const packet = { ...said, outcome_type: 'contradicted' as const, delta_summary: 'tried it, did not help' };
  return [...lies, { problem: id, remedy: 'right', packet, replyTo: pick(honest) }];
}

function verdict(outcome_type: OutcomeType, random: () => number) {
  return { outcome_type, confidence: 0.5 + 0.5 * random() };
}

function guess(random: () => number): Remedy {
  let left = random();
  for (const [remedy, share] of GUESSES) {
    left -= share;
    if (left < 0) return remedy;
  }
  return 'right';
}

function words(
  { right, wrong, opposite, failed }: Remedies,
  remedy: Remedy,
  worked: boolean,
  pick: <T>(list: readonly T[]) => T,
): string {
  const advice = {
    right,
    opposite,
    'wrong-0': wrong[0] ?? [],
    'wrong-1': wrong[1] ?? [],
    none: EMPTY_WORDS[0] ?? [],
  }[remedy];
  if (worked) return pick(advice);
  return remedy === 'wrong-0'
    ? pick(failed)
    : `${pick(advice)}: ${pick(['no change', 'did not help', 'still broken'])}`;
}
