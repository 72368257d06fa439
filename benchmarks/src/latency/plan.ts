/** How much of everything is measured. */
export interface Plan {
  /** Ascending. */
  readonly sizes: readonly Size[];
  /** Queries for one store, size and filter: as many as fit into the time, within these bounds. */
  readonly queries: { readonly atLeast: number; readonly atMost: number; readonly ms: number };
  /** In which queries and single deposits take turns. */
  readonly rounds: number;
  /** Of the queries, those whose answers are compared with exact search. */
  readonly judged: number;
  /** Single deposits at each size. */
  readonly deposits: number;
  readonly openings: number;
  /** From so many packets on memory and disk are looked at: fewer drown in what a process takes in any case. */
  readonly footprintFrom: number;
}

/** A number of packets at which everything is measured. */
export interface Size {
  readonly packets: number;
  /** By name, the stores that grow so large. Default all. */
  readonly only?: readonly string[];
  /** Why the others do not. */
  readonly because?: string;
}

export const QUICK: Plan = {
  sizes: [{ packets: 100 }, { packets: 1_000 }, { packets: 10_000 }],
  queries: { atLeast: 30, atMost: 300, ms: 700 },
  rounds: 10,
  judged: 50,
  deposits: 60,
  openings: 5,
  footprintFrom: 1_000,
};

export const FULL: Plan = {
  sizes: [
    { packets: 100 },
    { packets: 1_000 },
    { packets: 10_000 },
    { packets: 30_000 },
    { packets: 100_000 },
    {
      packets: 1_000_000,
      only: ['sqlite:'],
      because: 'filling it, or building its graph, takes a quarter of an hour or more',
    },
  ],
  queries: { atLeast: 30, atMost: 1_000, ms: 3_000 },
  rounds: 20,
  judged: 200,
  deposits: 200,
  openings: 11,
  footprintFrom: 1_000,
};
