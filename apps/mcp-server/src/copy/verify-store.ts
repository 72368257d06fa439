import { isDeepStrictEqual } from 'node:util';
import type { ManagedTransport, OutcomeRecord } from '@qis/core';
import type { Verdict } from './ends.ts';

/** Cosine from which two vectors count as one: stores keep them more coarsely than they get them. */
const ALIKE = 0.999;
/** Share of the sample that a search must find: an index of many packets is approximate. */
const FOUND_SHARE = 0.9;

/**
 * Counts what is there, and looks for a sample of it by id and by meaning. Others may have written meanwhile: more than
 * expected, and newer, is fine.
 */
export async function verifyStore(
  store: ManagedTransport,
  sample: readonly OutcomeRecord[],
  expected: number,
  now: number,
): Promise<Verdict> {
  const verified: string[] = [];
  const differences: string[] = [];
  const judge = (right: boolean, text: string): void => void (right ? verified : differences).push(text);

  const { packets } = await store.stats({ now });
  judge(
    packets >= expected,
    `the ${store.name} store counts ${packets} live packets, ${expected} are expected`,
  );
  if (sample.length === 0) return { verified, differences };

  const ids = sample.map(({ id }) => id);
  const stored = await store.get(ids, { now, includeExpired: true, withVectors: true });
  const byId = new Map(stored.map((record) => [record.id, record]));
  // A store may have dropped what expired.
  const due = sample.filter((record) => record.expires_at >= now || byId.has(record.id));
  const alike = due.filter((record) => isKept(record, byId.get(record.id))).length;
  judge(
    alike === due.length,
    `${alike} of a sample of ${due.length} are read back by id as they were copied`,
  );

  let found = 0;
  for (const record of stored) if (await isFound(store, record, now)) found++;
  judge(
    found >= FOUND_SHARE * stored.length,
    `${found} of ${stored.length} are found by a search for their meaning`,
  );
  return { verified, differences };
}

function isKept(copied: OutcomeRecord, stored: OutcomeRecord | undefined): boolean {
  if (!stored) return false;
  if (stored.packet.timestamp > copied.packet.timestamp) return true;
  return (
    isDeepStrictEqual({ ...stored.packet }, { ...copied.packet }) &&
    stored.voter === copied.voter &&
    stored.expires_at === copied.expires_at &&
    (copied.vector === undefined ||
      (stored.vector !== undefined && cosine(copied.vector, stored.vector) >= ALIKE))
  );
}

/** Whether a search with its own vector finds a record, or one that is as near: equal texts have equal vectors. */
async function isFound(store: ManagedTransport, { vector }: OutcomeRecord, now: number): Promise<boolean> {
  if (!vector) return false;
  const { hits } = await store.search({ vector, limit: 1, filter: { now, includeExpired: true } });
  return (hits[0]?.score ?? 0) >= ALIKE;
}

function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return 0;
  let [product, ofA, ofB] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const other = b[i] as number;
    product += value * other;
    ofA += value * value;
    ofB += other * other;
  }
  return product / Math.sqrt(ofA * ofB);
}
