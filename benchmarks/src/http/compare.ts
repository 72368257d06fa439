import { type Spread, shuffled, spreadOf, type Times, timesOf } from '../statistics.ts';

/** The same questions, asked in three ways; each takes the number of a question. */
export interface Ways {
  /** What is measured, over a socket. */
  readonly ours: (question: number) => Promise<unknown>;
  /** The least that a socket costs: the same bytes there and back. */
  readonly echo: (question: number) => Promise<unknown>;
  /** The same question without a socket. */
  readonly in_process: (question: number) => Promise<unknown>;
}

export interface Comparison extends Readonly<Record<keyof Ways, Times>> {
  /** p50 of ours over the sum of the p50 of the others, over all calls; and how that spreads over the rounds. */
  readonly ratio: Spread & { readonly ratio: number };
}

export interface Plan {
  readonly rounds: number;
  /** Of each way, in a round. */
  readonly calls: number;
  readonly questions: number;
}

const WAYS = ['ours', 'echo', 'in_process'] as const;

/** Milliseconds of each way, call by call in turn, in an order that chance changes: whatever else the machine does falls on all alike. */
export async function compare(ways: Ways, { rounds, calls, questions }: Plan): Promise<Comparison> {
  const times = { ours: [], echo: [], in_process: [] } as Record<keyof Ways, number[][]>;
  let question = 0;
  for (let round = -1; round < rounds; round++) {
    const taken = { ours: [], echo: [], in_process: [] } as Record<keyof Ways, number[]>;
    for (let call = 0; call < calls; call++) {
      question = (question + 1) % questions;
      for (const way of shuffled(WAYS)) {
        const start = performance.now();
        await ways[way](question);
        taken[way].push(performance.now() - start);
      }
    }
    if (round >= 0) for (const way of WAYS) times[way].push(taken[way]); // the first round warms up
  }
  const ratioOf = (samples: Record<keyof Ways, readonly number[]>): number =>
    p50(samples.ours) / (p50(samples.echo) + p50(samples.in_process));
  const all = { ours: times.ours.flat(), echo: times.echo.flat(), in_process: times.in_process.flat() };
  const perRound = times.ours.map((ours, round) =>
    ratioOf({ ours, echo: times.echo[round] ?? [], in_process: times.in_process[round] ?? [] }),
  );
  return {
    ours: timesOf(all.ours),
    echo: timesOf(all.echo),
    in_process: timesOf(all.in_process),
    ratio: { ratio: ratioOf(all), ...spreadOf(perRound) },
  };
}

function p50(samples: readonly number[]): number {
  return timesOf(samples).p50;
}
