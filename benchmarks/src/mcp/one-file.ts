import type { Measurement, Section } from '../bench/measurement.ts';
import { timesOf } from '../sqlite/statistics.ts';
import type { Acknowledged, Contestant } from './contestants.ts';
import type { Outcome } from './outcomes.ts';
import { residentBytes } from './resident.ts';
import { figureOf, inTurns, type Rounds, ratioTo, spoken } from './rounds.ts';
import type { Contest } from './start-up.ts';
import { StdioClient } from './stdio-client.ts';

export const PROCESSES = 8;
/** An agent asks before it works and again before it chooses, then it deposits. */
const TURN = ['find', 'find', 'deposit'] as const;

/** What processes over one place did in a round. */
interface Crowd {
  readonly perSecond: number;
  readonly times: Readonly<Record<(typeof TURN)[number], readonly number[]>>;
  readonly acknowledged: number;
  readonly lost: number;
  readonly failed: number;
  readonly bytes: number | undefined;
}

export interface CrowdFigures {
  readonly section: Section;
  readonly resident: ReadonlyMap<Contestant, Rounds>;
}

/** As many processes as a busy developer has agents, all at once over one file. */
export async function measureOneFile(
  contest: Contest,
  {
    rounds,
    turns,
    stored,
  }: { readonly rounds: number; readonly turns: number; readonly stored: readonly Outcome[] },
  progress: (share: number) => void,
): Promise<CrowdFigures> {
  const crowds = new Map<Contestant, Crowd[]>();
  const runs: Record<string, () => Promise<readonly number[]>> = {};
  for (const contestant of contest.contestants) {
    crowds.set(contestant, []);
    runs[contestant.name] = async () => {
      const crowd = await runCrowd(contestant, contest, stored, turns);
      crowds.get(contestant)?.push(crowd);
      return [crowd.perSecond];
    };
  }
  const throughput = await inTurns(runs, rounds, progress);
  const resident = new Map(
    [...crowds].map(([contestant, seen]) => [
      contestant,
      seen.flatMap(({ bytes }) => (bytes === undefined ? [] : [[bytes]])),
    ]),
  );
  return { section: sectionOf(contest, crowds, throughput, { rounds, turns }), resident };
}

async function runCrowd(
  contestant: Contestant,
  { outcomes, signal }: Contest,
  stored: readonly Outcome[],
  turns: number,
): Promise<Crowd> {
  const place = await contestant.fill(stored);
  const clients = Array.from(
    { length: PROCESSES },
    (_, n) => new StdioClient(place.program(`agent-${n}`), signal),
  );
  const times = { find: [] as number[], deposit: [] as number[] };
  const deposits: Acknowledged[] = [];
  let failed = 0;
  const work = async (client: StdioClient, n: number): Promise<void> => {
    for (let turn = 0; turn < turns; turn++) {
      const known = outcomes[(turn * PROCESSES + n) % outcomes.length] as Outcome;
      const problem = `${known.problem_description} (agent ${n}, turn ${turn})`;
      for (const deed of TURN) {
        const outcome = deed === 'deposit' ? { ...known, problem_description: problem } : known;
        const { tool, args } = contestant.call(deed, outcome);
        const start = performance.now();
        const answer = await client.call(tool, args).catch((error: Error) => {
          signal.throwIfAborted();
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
    await Promise.all(
      clients.map(async (client) => {
        await client.initialize();
        const { tool, args } = contestant.call('find', outcomes[0] as Outcome);
        await client.call(tool, args); // the store is open, the code is compiled
      }),
    );
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

function sectionOf(
  { contestants }: Contest,
  crowds: ReadonlyMap<Contestant, readonly Crowd[]>,
  throughput: Readonly<Record<string, Rounds>>,
  run: { readonly rounds: number; readonly turns: number },
): Section {
  const [ours, ...others] = contestants as [Contestant, ...Contestant[]];
  const perSecond = (samples: readonly number[]): number => timesOf(samples).p50;
  const measurements = [...crowds].flatMap(([{ name: server }, seen]) =>
    crowdMeasurements(server, seen, throughput[server] as Rounds),
  );
  const ratios = others.map((other) =>
    ratioTo(
      'calls per second, qis-mcp over it',
      { server: other.name },
      [throughput[ours.name] as Rounds, throughput[other.name] as Rounds],
      perSecond,
      'more',
    ),
  );
  return {
    id: 'one-file',
    title: `${PROCESSES} processes over one file`,
    about: `${PROCESSES} servers over one place, each with its client, all at once: ${run.turns} turns of two searches and a deposit each, in ${run.rounds} ${run.rounds === 1 ? 'round' : 'rounds'}, each over a new place. Clients and servers share the processors. Afterwards somebody who comes later looks for every deposit that was acknowledged: of ours by a query for its problem, of the memory server by open_nodes.`,
    measurements: [...measurements, ...ratios],
    findings: [
      ...[...crowds].map(([{ name }, seen]) => {
        const [acknowledged, lost, failed] = (['acknowledged', 'lost', 'failed'] as const).map((key) =>
          total(seen, key),
        );
        return `${name}: of ${acknowledged} acknowledged deposits ${lost === 0 ? 'none was' : `${lost} were`} lost; ${failed === 0 ? 'no call' : `${failed} calls`} failed.`;
      }),
      ...ratios.map(
        (ratio) => `qis-mcp answers ${spoken(ratio)} times as many calls a second as the ${ratio.of.server}.`,
      ),
    ],
    plots: [],
    leftOut: [],
  };
}

function crowdMeasurements(server: string, seen: readonly Crowd[], throughput: Rounds): Measurement[] {
  const of = { server };
  const at = (share: 'p50' | 'p99') => (samples: readonly number[]) => timesOf(samples)[share];
  const rounds = (deed: (typeof TURN)[number]): Rounds => seen.map(({ times }) => times[deed]);
  const counted = (what: string, key: 'acknowledged' | 'lost' | 'failed'): Measurement => ({
    what,
    of,
    value: total(seen, key),
    unit: 'count',
    samples: seen.length,
    ...(key !== 'acknowledged' && { better: 'less' }),
    ...(key !== 'acknowledged' && server === 'qis-mcp' && { goal: { atMost: 0 } }),
  });
  return [
    figureOf('calls per second', of, throughput, { unit: 'per second', figure: at('p50'), better: 'more' }),
    figureOf('search p50', of, rounds('find'), { unit: 'ms', figure: at('p50') }),
    figureOf('search p99', of, rounds('find'), { unit: 'ms', figure: at('p99') }),
    figureOf('deposit p50', of, rounds('deposit'), { unit: 'ms', figure: at('p50') }),
    figureOf('deposit p99', of, rounds('deposit'), { unit: 'ms', figure: at('p99') }),
    counted('deposits acknowledged', 'acknowledged'),
    counted('of them lost', 'lost'),
    counted('calls failed', 'failed'),
  ];
}

function total(seen: readonly Crowd[], key: 'acknowledged' | 'lost' | 'failed'): number {
  return seen.reduce((sum, crowd) => sum + crowd[key], 0);
}
