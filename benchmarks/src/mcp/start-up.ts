import type { Measurement, Section } from '../bench/measurement.ts';
import { median } from '../statistics.ts';
import type { Contestant, Place } from './contestants.ts';
import type { Outcome } from './outcomes.ts';
import { figureOf, inTurns, type Rounds, ratioTo, spoken } from './rounds.ts';
import { timeToAnswer } from './stdio-client.ts';

/** What a run of the suite works with: the first of the contestants is ours. */
export interface Contest {
  readonly contestants: readonly Contestant[];
  readonly places: ReadonlyMap<Contestant, Place>;
  /** What is deposited and asked, none of it in the places yet. */
  readonly outcomes: readonly Outcome[];
  /** What lies in each place. */
  readonly packets: number;
  readonly signal: AbortSignal;
}

/** How long a host waits for a server that it starts. */
export async function measureStartUp(
  contest: Contest,
  rounds: number,
  progress: (share: number) => void,
): Promise<Section> {
  const { contestants, signal, packets } = contest;
  const waits: Record<string, () => Promise<readonly number[]>> = {};
  for (const contestant of contestants) {
    const program = (contest.places.get(contestant) as Place).program('starter');
    const list = { method: 'tools/list', params: {} };
    const { tool, args } = contestant.call('find', contest.outcomes[0] as Outcome);
    const call = { method: 'tools/call', params: { name: tool, arguments: args } };
    waits[`${contestant.name}: ${LIST}`] = async () => [await timeToAnswer(program, list, signal)];
    waits[`${contestant.name}: ${ANSWER}`] = async () => [await timeToAnswer(program, call, signal)];
  }
  for (const wait of Object.values(waits)) await wait(); // files into the page cache
  const times = await inTurns(waits, rounds, progress);
  const [ours, ...others] = contestants as [Contestant, ...Contestant[]];
  const timesOf = ({ name }: Contestant, what: string): Rounds => times[`${name}: ${what}`] as Rounds;
  const ratios: Measurement[] = others.flatMap((other) =>
    [LIST, ANSWER].map((what) =>
      ratioTo(
        `${what}: qis-mcp / this`,
        { server: other.name },
        [timesOf(ours, what), timesOf(other, what)],
        median,
      ),
    ),
  );
  return {
    id: 'start-up',
    title: 'From spawn to the first answer',
    about: `One process at a time, from its spawn through initialize to its answer: to tools/list, and instead of it to a first call, which finds its way through ${packets} packets of ours, as many entities of the memory server, and nothing of the bare server (it echoes). Ours is the bundle that the build makes, the others are their makers' files, unbundled. Medians, in turns of ${rounds} rounds.`,
    measurements: [
      ...contestants.flatMap((contestant) =>
        [LIST, ANSWER].map((what) =>
          figureOf(what, { server: contestant.name }, timesOf(contestant, what), {
            unit: 'ms',
            figure: median,
          }),
        ),
      ),
      ...ratios,
    ],
    findings: ratios.map(
      (ratio) =>
        `${ratio.what.split(':')[0]}: qis-mcp takes ${spoken(ratio)} times what the ${ratio.of.server} takes.`,
    ),
    plots: [{ title: 'Milliseconds from spawn', what: [LIST, ANSWER], mark: 'bar', x: 'server' }],
    leftOut: [],
  };
}

const LIST = 'spawn to tools/list';
const ANSWER = 'spawn to first answer';
