import type { Attack } from '../synthesis/attacks.ts';
import type { Outcome, Problem } from './problems.ts';

/** How a fleet behaves, and what is done to it. */
export interface Conditions {
  /** What agents leave: packets that live for days, packets that have expired before anybody asks again, or nothing. */
  readonly deposits: 'lasting' | 'short-lived' | 'none';
  /** Share of deposits that carry the remedy of another problem, 0 to 1. */
  readonly wrong: number;
  /** What one attacker leaves about a problem, after every tenth encounter on average, in the words of that encounter. */
  readonly attack?: Attack;
  /** Whether each agent also asks for a synthesis. */
  readonly advice: boolean;
}

export const HONEST: Conditions = { deposits: 'lasting', wrong: 0, advice: false };

/** What an agent deposits: a remedy, and the problem that it is for. */
export function remedyFor(
  problem: Problem,
  problems: readonly Problem[],
  { wrong }: Conditions,
  random: () => number,
): { readonly label: string; readonly outcome: Outcome } {
  const from = random() < wrong ? anotherProblem(problem, problems, random) : problem;
  return { label: from.label, outcome: pick(from.outcomes, random) };
}

function anotherProblem(problem: Problem, problems: readonly Problem[], random: () => number): Problem {
  const others = problems.filter(({ label }) => label !== problem.label);
  return pick(others, random);
}

export function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
