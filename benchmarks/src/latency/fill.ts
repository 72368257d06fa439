import { shuffled } from '../statistics.ts';
import type { Packets } from './packets.ts';
import type { Plan } from './plan.ts';
import { type Store, timed } from './stores/store.ts';

/** What the deposits of one store gave, on the way to one size. */
export interface Filled {
  readonly store: string;
  readonly packets: number;
  /** Milliseconds of single deposits, by round. */
  readonly singles: readonly (readonly number[])[];
  /** Deposits of many in one call. */
  readonly batches: readonly { readonly records: number; readonly ms: number }[];
}

/** Records in one call, as the router writes them. */
const BATCH = 256;
/** Single deposits of each store that are not counted. */
const WARM_UP = 40;
/** Milliseconds between two looks at what a store does in the background. */
const LOOK_EVERY = 100;

/** Brings all stores from one size to the next: first many at once, a store at a time, then one by one, in turn. */
export async function fillAll(
  stores: readonly Store[],
  { from, to }: { readonly from: number; readonly to: number },
  packets: Packets,
  plan: Plan,
  signal: AbortSignal,
  each: (store: string) => void,
): Promise<readonly Filled[]> {
  const settle = async (store: Store): Promise<void> => {
    while (!(await store.settled(to, packets.queries[0] as Float32Array))) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
      signal.throwIfAborted();
    }
  };
  const singles = packets.records(Math.max(from, to - plan.deposits), to);
  const batches = new Map<Store, Filled['batches'][number][]>();
  for (const store of shuffled(stores)) {
    each(store.name);
    const calls: Filled['batches'][number][] = [];
    for (let at = from; at < to - singles.length; at += BATCH) {
      signal.throwIfAborted();
      const batch = packets.records(at, Math.min(at + BATCH, to - singles.length));
      calls.push({ records: batch.length, ms: await timed(() => store.transport.write(batch)) });
    }
    batches.set(store, calls);
    await settle(store);
  }
  if (from === 0) await warmUp(stores, packets.records(0, Math.min(WARM_UP, to - singles.length)), signal);
  const times = new Map<Store, number[][]>(stores.map((store) => [store, []]));
  const perRound = Math.ceil(singles.length / plan.rounds);
  for (let at = 0; at < singles.length; at += perRound) {
    for (const store of shuffled(stores)) {
      const round: number[] = [];
      for (const record of singles.slice(at, at + perRound)) {
        signal.throwIfAborted();
        round.push(await timed(() => store.transport.write([record])));
      }
      times.get(store)?.push(round);
    }
  }
  for (const store of stores) await settle(store);
  return stores.map((store) => ({
    store: store.name,
    packets: to,
    singles: times.get(store) as number[][],
    batches: batches.get(store) as Filled['batches'],
  }));
}

/** What is there is written again, one by one: the first calls of a program are slow whatever they do. */
async function warmUp(
  stores: readonly Store[],
  records: ReturnType<Packets['records']>,
  signal: AbortSignal,
): Promise<void> {
  for (const store of stores) {
    for (const record of records) {
      signal.throwIfAborted();
      await store.transport.write([record]);
    }
  }
}
