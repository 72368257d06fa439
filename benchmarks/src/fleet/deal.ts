import { draw } from '../draw.ts';
import type { Problem } from './problems.ts';

/** The problems that one agent meets, in its order. */
export type Hand = readonly Problem[];

/** How many agents there are, and how many problems each of them meets. */
export interface Table {
  readonly agents: number;
  readonly each: number;
}

const FEWEST_EACH = 2;
const MOST_EACH = 8;

/**
 * The largest table for so many wordings: agents are a power of two, at most so many, and no wording is met twice, for
 * that would be found by its words alone. Undefined where there are too few for two agents.
 */
export function tableFor(wordings: number, most: number): Table | undefined {
  let agents = most;
  while (agents > 1 && agents * FEWEST_EACH > wordings) agents /= 2;
  return agents < 2 ? undefined : { agents, each: Math.min(MOST_EACH, Math.floor(wordings / agents)) };
}

/** Deals wordings to agents, the same for the same seed. */
export function deal(problems: readonly Problem[], { agents, each }: Table, seed: number): readonly Hand[] {
  const dealt = draw(problems, agents * each, seed);
  return Array.from({ length: agents }, (_, agent) => dealt.slice(agent * each, (agent + 1) * each));
}

/** 1, 2, 4 … up to all agents. */
export function fleetSizes({ agents }: Table): readonly number[] {
  return Array.from({ length: Math.log2(agents) + 1 }, (_, i) => 2 ** i);
}
