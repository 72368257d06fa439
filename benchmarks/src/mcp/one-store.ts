import type { Measurement, Section } from '../bench/measurement.ts';
import { timesOf } from '../statistics.ts';
import type { Contestant } from './contestants.ts';
import { type Crowd, type CrowdExtent, runCrowd, type TurnDeed } from './crowd.ts';
import { figureOf, inTurns, type Rounds, ratioTo, spoken } from './rounds.ts';
import type { Contest } from './start-up.ts';

export interface CrowdFigures {
  readonly section: Section;
  /** Bytes of memory of all processes together, for each round. */
  readonly resident: ReadonlyMap<Contestant, Rounds>;
}

/** As many processes as a busy developer has agents, all at once over one store. */
export async function measureOneStore(
  contest: Contest,
  { rounds, ...extent }: CrowdExtent & { readonly rounds: number },
  progress: (share: number) => void,
): Promise<CrowdFigures> {
  const crowds = new Map<Contestant, Crowd[]>();
  const runs: Record<string, () => Promise<readonly number[]>> = {};
  for (const contestant of contest.contestants) {
    crowds.set(contestant, []);
    runs[contestant.name] = async () => {
      const crowd = await runCrowd(contestant, contest, extent);
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
  return { section: sectionOf(contest, crowds, throughput, extent), resident };
}

function sectionOf(
  { contestants }: Contest,
  crowds: ReadonlyMap<Contestant, readonly Crowd[]>,
  throughput: Readonly<Record<string, Rounds>>,
  { processes, turns }: CrowdExtent,
): Section {
  const [ours, ...others] = contestants as [Contestant, ...Contestant[]];
  const perSecond = (samples: readonly number[]): number => timesOf(samples).p50;
  const measurements = [...crowds].flatMap(([{ name: server }, seen]) =>
    crowdMeasurements(server, seen, throughput[server] as Rounds),
  );
  const ratios = others.map((other) =>
    ratioTo(
      'calls per second: qis-mcp / this',
      { server: other.name },
      [throughput[ours.name] as Rounds, throughput[other.name] as Rounds],
      perSecond,
      'more',
    ),
  );
  return {
    id: 'one-store',
    title: `${processes} processes over one store`,
    about: `${processes} servers over one store, each with its client, all at once: ${turns} turns of two searches and a deposit each, in each round, over a new store. Clients and servers share the processors. A deposit of ours is on the disk when it is answered; the memory server does not wait for the disk. Afterwards somebody who comes later looks for every deposit that was acknowledged: of ours by a query for its problem, of the memory server by open_nodes.`,
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
  const rounds = (deed: TurnDeed): Rounds => seen.map(({ times }) => times[deed]);
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
