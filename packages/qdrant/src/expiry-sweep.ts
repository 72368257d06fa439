import type { OutcomeRecord } from '@qis/core';
import type { NodeRotation } from './node-rotation.ts';

/** Records written by this process between two looks for expired ones. */
const WRITTEN_BETWEEN = 2_048;
/** More than were written meanwhile, or expired ones would come in faster than they go. */
const SWEPT_AT_ONCE = 2 * WRITTEN_BETWEEN;
/** How long a record outlives its expiry before it may be swept, in seconds: for clocks that disagree and for copies. */
const SWEPT_AFTER = 3_600;

/** Removes expired records now and then, by the time that writes tell: a transport has no clock. */
export class ExpirySweep {
  readonly #nodes: NodeRotation;
  readonly #collection: string;
  #newest = 0;
  // The first write looks: a process may not live for so many.
  #written = WRITTEN_BETWEEN;

  constructor(nodes: NodeRotation, collection: string) {
    this.#nodes = nodes;
    this.#collection = collection;
  }

  async afterWriting(records: readonly OutcomeRecord[], signal: AbortSignal | undefined): Promise<void> {
    for (const { packet } of records) this.#newest = Math.max(this.#newest, packet.timestamp);
    this.#written += records.length;
    if (this.#written < WRITTEN_BETWEEN) return;
    this.#written = 0;
    const filter = { must: [{ key: 'expires_at', range: { lt: this.#newest - SWEPT_AFTER } }] };
    const { points } = await this.#nodes.ask(signal, (node, options) =>
      node.page(this.#collection, { filter, limit: SWEPT_AT_ONCE, withVectors: false }, options),
    );
    const ids = points.flatMap(({ id }) => id ?? []);
    if (ids.length === 0) return;
    await this.#nodes.ask(signal, (node, options) => node.remove(this.#collection, ids, options));
  }
}
