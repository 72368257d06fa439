/** How much of everything is measured. */
export interface Plan {
  /** Numbers of packets at which everything is measured, ascending. */
  readonly sizes: readonly number[];
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

export const QUICK: Plan = {
  sizes: [100, 1_000, 10_000],
  queries: { atLeast: 30, atMost: 300, ms: 700 },
  rounds: 10,
  judged: 50,
  deposits: 60,
  openings: 5,
  footprintFrom: 1_000,
};

export const FULL: Plan = {
  sizes: [100, 1_000, 10_000, 30_000, 100_000],
  queries: { atLeast: 30, atMost: 1_000, ms: 3_000 },
  rounds: 20,
  judged: 200,
  deposits: 200,
  openings: 11,
  footprintFrom: 1_000,
};
