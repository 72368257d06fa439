/** What a fleet lives with, beside the number of its agents. */
export const CONDITIONS = {
  clean: { noise: 0, attackers: 0 },
  noise: { noise: 0.3, attackers: 0 },
  attackers: { noise: 0.1, attackers: 0.1 },
} as const;

/** Agents that meet each problem. */
export const AGENTS: readonly number[] = [3, 8, 20, 50];

/** The worlds that an attack is added to. */
export const ATTACKED = { agents: 20, noise: 0.1, attackers: 0 } as const;
