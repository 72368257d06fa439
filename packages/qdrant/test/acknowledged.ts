import { isDeepStrictEqual } from 'node:util';
import type { OutcomeRecord } from '@qis/core';

/** What a store was told of one id. */
interface Told {
  /** Every version that was sent. */
  readonly sent: OutcomeRecord[];
  /** The newest timestamp that was acknowledged; 0 before the first. */
  newest: number;
}

/** Who was promised what: each deposit that was sent, and each that was acknowledged. */
export class Acknowledged {
  readonly #told = new Map<string, Told>();
  #count = 0;

  /** Deposits that were acknowledged. */
  get count(): number {
    return this.#count;
  }

  /** Ids of which something was acknowledged. */
  get ids(): readonly string[] {
    return [...this.#told].filter(([, { newest }]) => newest > 0).map(([id]) => id);
  }

  send(record: OutcomeRecord): void {
    const told = this.#told.get(record.id) ?? { sent: [], newest: 0 };
    told.sent.push(record);
    this.#told.set(record.id, told);
  }

  acknowledge({ id, packet }: OutcomeRecord): void {
    const told = this.#told.get(id);
    if (!told) throw new Error(`${id} was never sent`);
    told.newest = Math.max(told.newest, packet.timestamp);
    this.#count++;
  }

  /** Compares with what is stored, and says what is wrong. What was refused may be there, too: but whole. */
  faults(stored: readonly OutcomeRecord[]): string[] {
    const byId = new Map(stored.map((record) => [record.id, record]));
    const faults: string[] = [];
    for (const [id, { sent, newest }] of this.#told) {
      const found = byId.get(id);
      if (!found) {
        if (newest > 0) faults.push(`${id} is not there`);
      } else if (found.packet.timestamp < newest) {
        faults.push(`${id} is older than what was acknowledged`);
      } else if (!sent.some(({ packet }) => isDeepStrictEqual({ ...packet }, { ...found.packet }))) {
        faults.push(`${id} is as nobody sent it`);
      }
    }
    for (const id of byId.keys()) if (!this.#told.has(id)) faults.push(`${id} came from nowhere`);
    return faults;
  }
}
