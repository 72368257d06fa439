import type { Verdict } from './encounter.ts';

/** What a packet really is: the judge's book, which no agent sees. */
export interface Entry {
  /** The problem that its remedy is for, whatever its text says. */
  readonly label: string;
  readonly agent: number | 'attacker';
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** All packets of a store, by id. */
export class Ledger {
  readonly #entries = new Map<string, Entry>();

  /** Share of all packets that attackers have left, 0 to 1. */
  get poison(): number {
    const lies = [...this.#entries.values()].filter(({ agent }) => agent === 'attacker').length;
    return lies === 0 ? 0 : lies / this.#entries.size;
  }

  add(id: string, entry: Entry): void {
    this.#entries.set(id, entry);
  }

  of(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry) return entry;
    throw new Error('The store answered with a packet that this fleet has not left: it is not a fresh one.');
  }

  /** Forgets what an agent has left, and says the ids. */
  take(agent: number): readonly string[] {
    const ids = [...this.#entries].filter(([, entry]) => entry.agent === agent).map(([id]) => id);
    for (const id of ids) this.#entries.delete(id);
    return ids;
  }

  /** Whether a live packet of an honest agent has a remedy for the problem. */
  knows(label: string, now: number): boolean {
    for (const entry of this.#entries.values())
      if (entry.label === label && entry.agent !== 'attacker' && entry.expiresAt >= now) return true;
    return false;
  }

  judge(id: string | undefined, label: string): Verdict {
    if (id === undefined) return 'none';
    const entry = this.of(id);
    if (entry.agent === 'attacker') return 'attackers';
    return entry.label === label ? 'right' : 'wrong';
  }
}
