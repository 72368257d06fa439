import type { OutcomeRecord } from '@qis/core';
import type { ChromaHandle } from './chroma-client.ts';
import { secondsRank } from './ranks.ts';

/** Records written by this process between two looks for expired ones. */
const WRITTEN_BETWEEN = 512;
/** More than were written meanwhile, or expired ones would come in faster than they are found. */
const SWEPT_AT_ONCE = 2 * WRITTEN_BETWEEN;
/** How long a record outlives its expiry before it may be swept, in seconds: for clocks that disagree and for copies. */
const SWEPT_AFTER = 3_600;

/** Removes expired records now and then, by the time that writes tell: a transport has no clock. */
export class ExpirySweep {
  #newest = 0;
  #written = 0;

  async afterWriting(collection: ChromaHandle, records: readonly OutcomeRecord[]): Promise<void> {
    for (const { packet } of records) this.#newest = Math.max(this.#newest, packet.timestamp);
    this.#written += records.length;
    if (this.#written < WRITTEN_BETWEEN) return;
    this.#written = 0;
    const { ids } = await collection.get({
      where: { expires_rank: { $lt: secondsRank(this.#newest - SWEPT_AFTER) } },
      limit: SWEPT_AT_ONCE,
      include: [],
    });
    if (ids.length > 0) await collection.delete({ ids });
  }
}
