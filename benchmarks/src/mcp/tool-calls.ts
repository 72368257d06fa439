import type { Measurement, Section } from '../bench/measurement.ts';
import { residentBytes } from '../resident-bytes.ts';
import { timesOf } from '../statistics.ts';
import { type Contestant, DEEDS, type Deed, type Place } from './contestants.ts';
import type { Outcome } from './outcomes.ts';
import { figureOf, inTurns, type Rounds, ratioTo, spoken, WARM_UP } from './rounds.ts';
import type { Contest } from './start-up.ts';
import { StdioClient } from './stdio-client.ts';

const p50 = (samples: readonly number[]): number => timesOf(samples).p50;
const p99 = (samples: readonly number[]): number => timesOf(samples).p99;

export interface CallFigures {
  readonly section: Section;
  /** Bytes of memory of each server, at the end of each round. Empty where the system does not tell. */
  readonly resident: ReadonlyMap<Contestant, readonly number[]>;
}

/** One client of each server, with one call at a time. */
export async function measureCalls(
  contest: Contest,
  { rounds, calls }: { readonly rounds: number; readonly calls: number },
  progress: (share: number) => void,
): Promise<CallFigures> {
  const { contestants, signal, packets } = contest;
  const clients = new Map<Contestant, StdioClient>();
  const resident = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]));
  const versions = new Set<string>();
  try {
    const turns: Record<string, () => Promise<readonly number[]>> = {};
    for (const contestant of contestants) {
      const client = new StdioClient((contest.places.get(contestant) as Place).program('caller'), signal);
      clients.set(contestant, client);
      versions.add(await client.initialize());
      for (const deed of DEEDS) {
        const turn = turnOf(client, contestant, deed, contest);
        await turn(WARM_UP);
        turns[`${contestant.name}: ${deed}`] = () => turn(calls);
      }
    }
    const times = await inTurns(turns, rounds, (share) => {
      for (const [contestant, { pid }] of clients) {
        const bytes = residentBytes(pid);
        if (bytes !== undefined) resident.get(contestant)?.push(bytes);
      }
      progress(share);
    });
    return {
      section: sectionOf(contest, times, { rounds, calls, packets, versions: [...versions] }),
      resident,
    };
  } finally {
    await Promise.all([...clients.values()].map((client) => client.close()));
  }
}

/** So many calls, each of another outcome; what is deposited has never been there. */
function turnOf(
  client: StdioClient,
  contestant: Contestant,
  deed: Deed,
  { outcomes }: Contest,
): (calls: number) => Promise<number[]> {
  let next = 0;
  return async (calls) => {
    const times: number[] = [];
    for (let i = 0; i < calls; i++) {
      const outcome = outcomes[next % outcomes.length] as Outcome;
      const problem_description = `${outcome.problem_description} (${deed} ${next++})`;
      const { tool, args } = contestant.call(
        deed,
        deed === 'deposit' ? { ...outcome, problem_description } : outcome,
      );
      const start = performance.now();
      await client.call(tool, args);
      times.push(performance.now() - start);
    }
    return times;
  };
}

function sectionOf(
  { contestants, outcomes }: Contest,
  times: Readonly<Record<string, Rounds>>,
  run: {
    readonly rounds: number;
    readonly calls: number;
    readonly packets: number;
    readonly versions: readonly string[];
  },
): Section {
  const [ours, ...others] = contestants as [Contestant, ...Contestant[]];
  const measurements: Measurement[] = [];
  const findings: string[] = [];
  for (const deed of DEEDS) {
    const toolOf = (contestant: Contestant): string => contestant.call(deed, outcomes[0] as Outcome).tool;
    const roundsOf = ({ name }: Contestant): Rounds => times[`${name}: ${deed}`] as Rounds;
    for (const contestant of contestants) {
      const of = { deed, server: contestant.name, tool: toolOf(contestant) };
      for (const [what, figure] of Object.entries({ 'call p50': p50, 'call p99': p99 }))
        measurements.push(figureOf(what, of, roundsOf(contestant), { unit: 'ms', figure }));
    }
    for (const other of others) {
      const of = { deed, server: other.name, tool: toolOf(other) };
      const ratio = ratioTo('call p50: qis-mcp / this', of, [roundsOf(ours), roundsOf(other)], p50);
      measurements.push(ratio);
      findings.push(
        `A ${toolOf(ours)} takes ${spoken(ratio)} times what ${of.tool} of the ${other.name} takes.`,
      );
    }
  }
  return {
    id: 'tool-calls',
    title: 'One client, one call at a time',
    about: `Milliseconds of a call over stdio, protocol ${run.versions.join(' and ')}, ${run.calls} of each in each of ${run.rounds} rounds, in turns. ${run.packets} packets at the start. The tools are the nearest counterparts, not the same: search_nodes looks for one word as it stands, read_graph gives the whole graph, and create_entities writes the whole file anew without waiting for the disk, where a deposit is on the disk when it is answered.`,
    measurements,
    findings,
    plots: [
      {
        title: 'Milliseconds of a call',
        what: ['call p50'],
        mark: 'bar',
        x: 'server',
        panels: 'deed',
        log: { y: true },
      },
    ],
    leftOut: [],
  };
}
