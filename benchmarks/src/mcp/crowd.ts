import { residentBytes } from '../resident-bytes.ts';
import type { Acknowledged, Contestant } from './contestants.ts';
import type { Outcome } from './outcomes.ts';
import { WARM_UP } from './rounds.ts';
import type { Contest } from './start-up.ts';
import { StdioClient } from './stdio-client.ts';

/** An agent asks before it works and again before it chooses, then it deposits. */
const TURN = ['find', 'find', 'deposit'] as const;
export type TurnDeed = (typeof TURN)[number];

export interface CrowdExtent {
  readonly processes: number;
  /** Of each of them. */
  readonly turns: number;
  /** What lies in the store before. */
  readonly stored: readonly Outcome[];
}

/** What processes over one store did in a round. */
export interface Crowd {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly times: Readonly<Record<TurnDeed, readonly number[]>>;
  readonly acknowledged: number;
  readonly lost: number;
  readonly failed: number;
  /** Memory of all of them. Undefined where the system does not tell. */
  readonly bytes: number | undefined;
}

/** Starts so many servers over a new store, works them all at once, and looks for what they acknowledged. */
export async function runCrowd(
  contestant: Contestant,
  { outcomes, signal }: Contest,
  { processes, turns, stored }: CrowdExtent,
): Promise<Crowd> {
  const place = await contestant.fill(stored);
  const clients = Array.from(
    { length: processes },
    (_, n) => new StdioClient(place.program(`agent-${n}`), signal),
  );
  const times: Record<TurnDeed, number[]> = { find: [], deposit: [] };
  const deposits: Acknowledged[] = [];
  let failed = 0;
  const work = async (client: StdioClient, n: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) {
      const known = outcomes[(turn * processes + n) % outcomes.length] as Outcome;
      const problem = `${known.problem_description} (agent ${n}, turn ${turn})`;
      for (const deed of TURN) {
        const outcome = deed === 'deposit' ? { ...known, problem_description: problem } : known;
        const { tool, args } = contestant.call(deed, outcome);
        const start = performance.now();
        const answer = await client.call(tool, args).catch((error: Error) => {
          if (client.ended) throw error;
          failed++;
        });
        if (!answer) continue;
        times[deed].push(performance.now() - start);
        if (deed === 'deposit') deposits.push({ problem, answer });
      }
    }
  };
  try {
    await Promise.all(clients.map((client) => warmUp(client, contestant, outcomes[0] as Outcome)));
    const start = performance.now();
    await Promise.all(clients.map(work));
    const seconds = (performance.now() - start) / 1_000;
    const held = clients.map(({ pid }) => residentBytes(pid));
    return {
      perSecond: (times.find.length + times.deposit.length) / seconds,
      times,
      acknowledged: deposits.length,
      lost: deposits.length - (await place.countKept(deposits)),
      failed,
      bytes: held.includes(undefined)
        ? undefined
        : held.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
    };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

async function warmUp(client: StdioClient, contestant: Contestant, outcome: Outcome): Promise<void> {
  await client.initialize();
  const { tool, args } = contestant.call('find', outcome);
  for (let i = 0; i < WARM_UP; i++) await client.call(tool, args);
}
