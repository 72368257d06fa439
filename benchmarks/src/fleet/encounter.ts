/** What an answer begins with: a remedy of the problem asked, of another, one that an attacker left, or nothing. */
export type Verdict = 'right' | 'wrong' | 'attackers' | 'none';

/** How one agent fared when it met one problem. */
export interface Encounter {
  readonly agent: number;
  /** Its place in the order in which its fleet met problems, from 0. */
  readonly at: number;
  /** Whether a live packet of the same problem was in the store: the most that a query can find. */
  readonly known: boolean;
  readonly first: Verdict;
  /** Whether a packet of the same problem was among the hits, at whatever rank. */
  readonly among: boolean;
  /** The two agents of a useful exchange: who asked, and who had left the first hit, where that is right and another's. */
  readonly exchange?: string;
  /** Of the answer to the query, as a model counts them (o200k). */
  readonly tokens: number;
  /** Share of the packets in the store that attackers had left. */
  readonly poison: number;
  /** What the first claim of a synthesis is, where one was asked for. */
  readonly advice?: Verdict;
}

/** What can be counted of encounters, as it is reported. */
export type Counted =
  | 'right first hit'
  | 'right among the hits'
  | 'wrong first hit'
  | 'wrong first hit, nothing known'
  | 'honest abstention'
  | 'missed'
  | 'known'
  | 'right first claim'
  | 'wrong first claim'
  | "attackers' first hit"
  | "attackers' first claim";

const COUNTED: Readonly<Record<Counted, (encounter: Encounter) => boolean>> = {
  'right first hit': ({ first }) => first === 'right',
  'right among the hits': ({ among }) => among,
  'wrong first hit': ({ first }) => first === 'wrong' || first === 'attackers',
  'wrong first hit, nothing known': ({ first, known }) => !known && first !== 'none',
  'honest abstention': ({ first, known }) => !known && first === 'none',
  missed: ({ first, known }) => known && first === 'none',
  known: ({ known }) => known,
  'right first claim': ({ advice }) => advice === 'right',
  'wrong first claim': ({ advice }) => advice === 'wrong' || advice === 'attackers',
  "attackers' first hit": ({ first }) => first === 'attackers',
  "attackers' first claim": ({ advice }) => advice === 'attackers',
};

/** Share of the encounters, 0 to 1. */
export function shareOf(encounters: readonly Encounter[], what: Counted): number {
  return encounters.filter(COUNTED[what]).length / encounters.length;
}
