import { isDeepStrictEqual } from 'node:util';
import type { OutcomePacket } from '@qis/core';

/** What a call makes of each id: the packet that it deposits, or undefined where it removes. */
export type Changes = ReadonlyMap<string, OutcomePacket | undefined>;

/** A call that changes the store, as seen from outside of the process that makes it. Times count the ledger's entries. */
export interface Call {
  readonly changes: Changes;
  readonly sent: number;
  /** When its answer had been read, or its process had ended; until then infinity. */
  ended: number;
  acknowledged: boolean;
}

/** What is known after a number of checks. */
export interface LedgerCount {
  acknowledged: number;
  /** Without an answer, and found to be done whole. */
  done: number;
  /** Without an answer, and found to be not done at all. */
  undone: number;
}

/** One id's part in a call. */
interface Entry {
  readonly call: Call;
  readonly state: OutcomePacket | undefined;
}

/**
 * What a store must hold after calls that were answered and calls that were cut off. A call takes effect at one moment
 * between its sending and its end, or never, where it was cut off. What is sent later must have a later timestamp.
 */
export class Ledger {
  readonly count: LedgerCount = { acknowledged: 0, done: 0, undone: 0 };
  #clock = 0;
  /** By id: what stood at the last check, and what has been sent since. */
  readonly #entries = new Map<string, Entry[]>();
  #cutOff: Call[] = [];

  begin(changes: Changes): Call {
    const call: Call = {
      changes,
      sent: ++this.#clock,
      ended: Number.POSITIVE_INFINITY,
      acknowledged: false,
    };
    for (const [id, state] of changes) this.#entries.set(id, [...this.#entriesOf(id), { call, state }]);
    return call;
  }

  acknowledge(call: Call): void {
    call.acknowledged = true;
    call.ended = ++this.#clock;
    this.count.acknowledged++;
  }

  /** Its process has ended. */
  cutOff(call: Call): void {
    call.ended = ++this.#clock;
    this.#cutOff.push(call);
  }

  /** Ids of what may be there. */
  get ids(): readonly string[] {
    return [...this.#entries].filter(([, entries]) => statesAfter(entries).some(Boolean)).map(([id]) => id);
  }

  /** What is there for certain: the same object as long as nothing has been sent that could change it. */
  certain(id: string): OutcomePacket | undefined {
    const states = statesAfter(this.#entriesOf(id));
    return states.length === 1 ? states[0] : undefined;
  }

  /**
   * Compares a store at rest, while no call is under way, with what the calls allow. From then on what is stored counts.
   * @returns what is wrong.
   */
  check(stored: ReadonlyMap<string, OutcomePacket>): string[] {
    const faults: string[] = [];
    for (const id of stored.keys()) if (!this.#entries.has(id)) faults.push(`${id} came from nowhere`);
    for (const [id, entries] of this.#entries) {
      const found = stored.get(id);
      if (statesAfter(entries).some((state) => isDeepStrictEqual(state, found))) continue;
      faults.push(`${id} is ${found ? 'there, and should not be, or not so' : 'not there'}`);
    }
    for (const call of this.#cutOff) faults.push(...this.#halfDone(call, stored));
    this.#cutOff = [];
    this.#entries.clear();
    for (const [id, state] of stored) {
      const call: Call = { changes: new Map([[id, state]]), sent: 0, ended: 0, acknowledged: true };
      this.#entries.set(id, [{ call, state }]);
    }
    return faults;
  }

  /** Whether it was done, as told by each id that nothing else has touched meanwhile: they must agree. */
  #halfDone(call: Call, stored: ReadonlyMap<string, OutcomePacket>): string[] {
    const told: boolean[] = [];
    for (const [id, state] of call.changes) {
      const others = this.#entriesOf(id).filter((entry) => entry.call !== call);
      const [before, ...more] = statesAfter(others);
      if (more.length > 0 || before === state || others.some((other) => other.call.ended > call.sent))
        continue;
      told.push(isDeepStrictEqual(stored.get(id), state));
    }
    const done = told.filter(Boolean).length;
    if (told.length > 0) this.count[done > 0 ? 'done' : 'undone']++;
    return done === 0 || done === told.length ? [] : [`a call is done by half: ${done} of ${told.length}`];
  }

  #entriesOf(id: string): readonly Entry[] {
    return this.#entries.get(id) ?? [];
  }
}

/** What may stand after these. */
function statesAfter(entries: readonly Entry[]): readonly (OutcomePacket | undefined)[] {
  const answered = entries.filter(({ call }) => call.acknowledged);
  const last = entries.filter(({ call }) => !answered.some((other) => other.call.sent > call.ended));
  const states = last.map(({ state }) => state);
  if (answered.length === 0) states.push(undefined);
  if (states.includes(undefined)) return [...new Set(states)];
  // Nothing removes: of deposits that overlapped, an older one gives way.
  const newest = Math.max(
    ...last.map(({ call, state }) => (call.acknowledged && state ? state.timestamp : 0)),
  );
  return states.filter((state) => state && state.timestamp >= newest);
}
