import { createPacket, type Gate, MAX_CLOCK_SKEW, OutcomeError, type OutcomeRecord } from '@qis/core';

const UNIT_LENGTH_TOLERANCE = 1e-3;

/**
 * A record that another program may have written, as the router would let it in. Unlike a deposit it may have expired:
 * a copy is to be whole.
 * @param now seconds since the epoch.
 * @throws OutcomeError that says what is wrong, naming the field.
 */
export function admitted(record: OutcomeRecord, now: number): OutcomeRecord {
  const packet = createPacket(record.packet, now);
  assertNotAhead(record, now);
  return { ...record, packet };
}

/**
 * The gate of deposits, for a packet on its way into a store.
 * @throws OutcomeError `DEPOSIT_REFUSED`, naming the field.
 */
export async function assertLetThrough({ packet }: OutcomeRecord, gate: Gate): Promise<void> {
  const refusal = await gate(packet);
  if (!refusal) return;
  const { field, reason } = refusal;
  throw new OutcomeError('DEPOSIT_REFUSED', `Refused: ${reason}`, field ? { field } : {});
}

/** Stores tell the time by what is written: one timestamp in milliseconds would have them sweep everything else. */
export function assertNotAhead({ packet: { timestamp } }: OutcomeRecord, now: number): void {
  if (timestamp <= now + MAX_CLOCK_SKEW) return;
  const message = `timestamp is ${Math.ceil(timestamp - now)} s ahead of this clock, the limit is ${MAX_CLOCK_SKEW} s: it is in seconds (not milliseconds) since the epoch.`;
  throw new OutcomeError('INVALID_PACKET', message, { field: 'timestamp' });
}

/** Whether a vector may stand among those of a collection: as long as they are, finite, of unit length. */
export function assertVectorFits(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    const message = `vector has ${vector.length} numbers, its model makes ${dimensions}.`;
    throw new OutcomeError('EMBEDDER_MISMATCH', message, { field: 'vector' });
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (Math.abs(length - 1) <= UNIT_LENGTH_TOLERANCE) return;
  const fault = Number.isFinite(length)
    ? `is ${length.toPrecision(3)} long, not 1`
    : 'holds a number that is not finite';
  throw new OutcomeError('INVALID_PACKET', `vector ${fault}.`, { field: 'vector' });
}
