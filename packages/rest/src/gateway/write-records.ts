import { type Draft, OutcomeError, type OutcomePacketInput, type OutcomeRecord } from '@qis/core';
import { z } from 'zod';
import { vectorFromText } from '../wire/vector-text.ts';
import { GatewayError } from './gateway-error.ts';
import { signed } from './principal.ts';
import type { Call } from './route.ts';
import { idSchema } from './schemas.ts';

/** A record as it is written. Its packet is the router's to read, which names each fault. */
export interface RecordInput {
  readonly id?: string;
  readonly packet: object;
  readonly vector?: string;
}

export const recordSchema: z.ZodType<RecordInput> = z.strictObject({
  id: idSchema.exactOptional(),
  packet: z.record(z.string(), z.unknown(), { error: 'must be a packet' }),
  vector: z.string({ error: 'must be base64 of float32 numbers' }).exactOptional(),
});

const UNIT_LENGTH_TOLERANCE = 1e-3;

/**
 * Writes records as a deposit would be: packets validated, let through by the gate, under the principal's voter and the
 * ids that follow from them. Only `admin` may write others' voters and ids, and what has expired.
 * @returns the ids, in order.
 */
export async function writeRecords(records: readonly RecordInput[], call: Call): Promise<readonly string[]> {
  const { router, principal, signal } = call;
  const admin = principal.scopes.includes('admin');
  const packets = records.map(({ packet }, i) =>
    admin ? (packet as OutcomePacketInput) : signed(packet, call, `packets[${i}]`),
  );
  const drafts = await router.admit(packets, { includeExpired: admin });
  const complete = drafts.map((draft, i): OutcomeRecord => {
    const { id, vector } = records[i] ?? {};
    if (id !== undefined && id !== draft.id && !admin) throw foreignId(i);
    return { ...draft, id: id ?? draft.id, ...(vector !== undefined && { vector: readVector(vector, i) }) };
  });
  await router.transport.write(await embedded(complete, call), { signal });
  return complete.map(({ id }) => id);
}

async function embedded(
  records: readonly OutcomeRecord[],
  { router, signal }: Call,
): Promise<OutcomeRecord[]> {
  const bare: readonly Draft[] = records.filter(({ vector }) => !vector);
  const texts = bare.map(({ packet }) => packet.problem_description);
  const vectors = texts.length > 0 ? [...(await router.embed(texts, { signal }))] : [];
  return records.map((record) => {
    const vector = record.vector ?? vectors.shift();
    return vector ? { ...record, vector } : record;
  });
}

function readVector(text: string, i: number): Float32Array {
  const field = `records[${i}].vector`;
  const vector = vectorFromText(text);
  if (!vector) {
    throw new OutcomeError('INVALID_PACKET', `${field} must be base64 of finite float32 numbers.`, { field });
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (Math.abs(length - 1) <= UNIT_LENGTH_TOLERANCE) return vector;
  throw new OutcomeError('INVALID_PACKET', `${field} is ${length.toPrecision(3)} long, not 1.`, { field });
}

function foreignId(i: number): GatewayError {
  const field = `records[${i}].id`;
  const message = `${field} is not the id of its packet: leave it out. Only admin may write other ids.`;
  return new GatewayError(403, 'FORBIDDEN', message, { field });
}
