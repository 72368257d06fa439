import { shuffled } from '../statistics.ts';

/** Milliseconds, by contender and round. */
export type RoundTimes = Readonly<Record<string, number[][]>>;

/** Each operation is done by all, in random order, so that what else the machine does falls on all alike. */
export async function race<Work, Result>(
  contenders: Readonly<Record<string, (work: Work) => Promise<Result>>>,
  work: readonly Work[],
  { warmUp, rounds }: { readonly warmUp: number; readonly rounds: number },
  onResult: (name: string, work: Work, result: Result) => void = () => {},
): Promise<RoundTimes> {
  const names = Object.keys(contenders);
  const times: Record<string, number[][]> = Object.fromEntries(names.map((name) => [name, []]));
  const perRound = Math.ceil((work.length - warmUp) / rounds);
  for (const [at, each] of work.entries()) {
    const counted = at - warmUp;
    if (counted >= 0 && counted % perRound === 0) for (const name of names) times[name]?.push([]);
    for (const name of shuffled(names)) {
      const run = contenders[name] as (work: Work) => Promise<Result>;
      const began = performance.now();
      const result = await run(each);
      const took = performance.now() - began;
      if (counted >= 0) times[name]?.at(-1)?.push(took);
      onResult(name, each, result);
    }
  }
  return times;
}
