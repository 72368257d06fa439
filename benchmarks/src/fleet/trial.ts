import type { Embedder } from '@qis/core';
import { seededRandom } from '../synthesis/random.ts';
import type { Conditions } from './conditions.ts';
import { deal, type Table } from './deal.ts';
import type { Encounter } from './encounter.ts';
import { playFleet } from './play.ts';
import type { Problem } from './problems.ts';
import type { FleetStores } from './stores.ts';

/** What all fleets of a run have in common. */
export interface Trial {
  readonly stores: FleetStores;
  readonly problems: readonly Problem[];
  readonly table: Table;
  /** Each deals the wordings to the agents in a way of its own. */
  readonly seeds: readonly number[];
  readonly signal: AbortSignal;
  /** Told after each fleet how many encounters it had, and what it was for. */
  readonly played: (encounters: number, what: string) => void;
}

/** The encounters of all agents, one list a seed. */
export type PerSeed = readonly (readonly Encounter[])[];

/**
 * Lets all agents meet all their problems, in fleets of so many that share a store. For a seed agents and problems are the
 * same whatever the size of the fleets.
 */
export async function playAll(
  trial: Trial,
  size: number,
  conditions: Conditions,
  embedder?: Embedder,
): Promise<PerSeed> {
  const { stores, problems, table, seeds, signal, played } = trial;
  const all: Encounter[][] = [];
  for (const seed of seeds) {
    const players = deal(problems, table, seed).map((hand, agent) => ({ hand, agent }));
    const encounters: Encounter[] = [];
    for (let at = 0; at < players.length; at += size) {
      const fleet = await playFleet({
        store: await stores.next(embedder),
        players: players.slice(at, at + size),
        conditions,
        problems,
        random: seededRandom(seed * 1_000 + at),
        signal,
      });
      encounters.push(...fleet);
      played(fleet.length, `fleets of ${size}, seed ${seed}`);
    }
    all.push(encounters);
  }
  return all;
}
