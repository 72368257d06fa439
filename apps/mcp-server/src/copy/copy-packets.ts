import {
  type Embedder,
  type Fingerprint,
  type Gate,
  OutcomeError,
  type OutcomeRecord,
  sameFingerprint,
} from '@qis/core';
import { admitted, assertLetThrough, assertVectorFits } from './admission.ts';
import type { Item, Refused, Source, Target } from './ends.ts';

export interface CopyOptions {
  readonly source: Source;
  readonly target: Target;
  /** Embeds what comes without a vector; opened when first needed. */
  readonly embedder: Embedder;
  /** Looks at each packet before it enters a store. */
  readonly gate: Gate;
  /** Whether all texts are embedded anew. Otherwise vectors are carried. */
  readonly embedAnew: boolean;
  /** When the copy began, in seconds since the epoch: what is live then counts as live. The same as the ends were given. */
  readonly began: number;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Stops between two batches. */
  readonly signal?: AbortSignal;
  /** Told of each record that is not copied. */
  readonly onRefused: (refused: Refused) => void;
  /** Told how many records have been copied, or checked at the end; and how many there are, where that is known. */
  readonly onProgress: (doing: 'copied' | 'checked', count: number, total: number | undefined) => void;
}

/** How a copy went. All counts are of records. */
export interface CopyResult {
  /** Whatever came out of the source, refused ones too. */
  readonly read: number;
  readonly written: number;
  /** There already, exactly so. */
  readonly same: number;
  /** There already, with a newer timestamp. */
  readonly newer: number;
  readonly refused: number;
  /** In the source, where nobody can read them. */
  readonly unreadable: number;
  /** Of those read: expired when the copy began. */
  readonly expired: number;
  readonly verified: readonly string[];
  readonly differences: readonly string[];
}

/**
 * Carries packets from one end to the other, in batches, and verifies at the end that they arrived. Repeating it
 * changes nothing; after a failure it may start over. Closes neither end.
 */
export async function copyPackets(options: CopyOptions): Promise<CopyResult> {
  const { source, target, embedder, embedAnew, began, signal, onRefused, onProgress } = options;
  const withVectors = !embedAnew;
  const carried = await source.open(withVectors);
  const fingerprint = withVectors && carried ? carried : (await embedder.open()).fingerprint;
  await target.open(fingerprint);
  onProgress('copied', 0, source.packets);

  let live = 0;
  const counts = { read: 0, written: 0, same: 0, newer: 0, refused: 0, unreadable: 0, expired: 0 };
  for await (const batch of source.read({ fingerprint, withVectors })) {
    if (signal?.aborted) throw new OutcomeError('ABORTED', 'The copy was stopped.', { cause: signal.reason });
    const admission = await admit(batch.items, fingerprint, options);
    const { wanted, refused, same, newer } = await target.sort(admission.items);
    const records = await embedMissing(wanted, embedder);
    if (records.length > 0) await target.write(records);

    const kept = [...batch.refused, ...admission.refused, ...refused];
    for (const each of kept) onRefused(each);
    counts.read += batch.items.length + batch.refused.length;
    counts.written += records.length;
    counts.same += same;
    counts.newer += newer;
    counts.refused += kept.length;
    counts.unreadable += batch.unreadable;
    const alive = batch.items.filter(({ record }) => record.expires_at >= began).length;
    counts.expired += batch.items.length - alive;
    live += alive + batch.unreadable;
    onProgress('copied', counts.read, source.packets);
  }
  const arrived = await target.finish((count) => onProgress('checked', count, counts.written));
  const left = verifySource(source, live);
  return {
    ...counts,
    verified: [...left.verified, ...arrived.verified],
    differences: [...left.differences, ...arrived.differences],
  };
}

/** Those that may enter the target; the others with the reason. */
async function admit(
  items: readonly Item[],
  fingerprint: Fingerprint,
  { source, target, embedder, gate, now }: CopyOptions,
): Promise<{ readonly items: readonly Item[]; readonly refused: readonly Refused[] }> {
  const strict = target.strict && !source.strict;
  const canEmbed =
    items.every(({ record }) => record.vector) ||
    sameFingerprint((await embedder.open()).fingerprint, fingerprint);
  const entered: Item[] = [];
  const refused: Refused[] = [];
  for (const { at, record } of items) {
    try {
      if (!record.vector && !canEmbed) throw noVector();
      if (strict && record.vector) assertVectorFits(record.vector, fingerprint.dimensions);
      const known = strict ? admitted(record, now()) : record;
      if (target.strict) await assertLetThrough(known, gate);
      entered.push({ at, record: known });
    } catch (error) {
      if (!OutcomeError.isInstance(error)) throw error;
      refused.push({ at, error });
    }
  }
  return { items: entered, refused };
}

async function embedMissing(items: readonly Item[], embedder: Embedder): Promise<readonly OutcomeRecord[]> {
  const records = items.map(({ record }) => record);
  const without = records.filter(({ vector }) => !vector);
  if (without.length === 0) return records;
  const vectors = await embedder.embed(without.map(({ packet }) => packet.problem_description));
  const made = new Map(without.map((record, i) => [record, vectors[i] as Float32Array]));
  return records.map((record) => {
    const vector = made.get(record);
    return vector ? { ...record, vector } : record;
  });
}

/** Whether everything came that was there when it was opened. Others may have written more meanwhile. */
function verifySource({ name, packets }: Source, live: number): Pick<CopyResult, 'verified' | 'differences'> {
  if (packets === undefined) return { verified: [], differences: [] };
  const text = `the ${name} store counted ${packets} live packets, ${live} came`;
  return live >= packets ? { verified: [text], differences: [] } : { verified: [], differences: [text] };
}

function noVector(): OutcomeError {
  const message =
    'It has no vector, and the embedder at hand is not the model of the target: embed all texts anew (--embedder).';
  return new OutcomeError('EMBEDDER_MISMATCH', message, { field: 'vector' });
}
