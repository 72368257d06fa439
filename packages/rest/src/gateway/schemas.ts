import { floorSchema, MAX_PROBLEM_LENGTH, packetSchema } from '@qis/core';
import { z } from 'zod';

/** Packets, ids or texts in one request, and records on a page. */
export const MAX_BATCH = 1_000;
/** Hits of a search of records. */
export const MAX_HITS = 10_000;

const idError = { error: 'must be the id of a packet, a UUID in lower case' };
export const idSchema: z.ZodString = z
  .string(idError)
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, idError);

export const problemText: z.ZodString = z
  .string({ error: 'must be a text: say what the problem is' })
  .max(MAX_PROBLEM_LENGTH, { error: `is longer than ${MAX_PROBLEM_LENGTH} characters` })
  .regex(/\S/, { error: 'must not be blank: say what the problem is' });

export const flag: z.ZodBoolean = z.boolean({ error: 'must be true or false' });

/** A whole number, `least` to `most`. */
export function count(least: number, most: number): z.ZodNumber {
  const error = { error: `must be a whole number, ${least} to ${most}` };
  return z.int(error).min(least, error).max(most, error);
}

/** A list of at most {@link MAX_BATCH}. */
export function batch<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z
    .array(item, { error: 'must be a list' })
    .max(MAX_BATCH, { error: `must hold at most ${MAX_BATCH} at once` });
}

export const receiptSchema: z.ZodType = z.object({ id: idSchema, expires_at: z.number() });

/** A packet as it is stored, and what follows from it. */
const stored = { id: idSchema, packet: packetSchema, voter: z.string(), expires_at: z.number() };
export const storedPacketSchema: z.ZodType = z.object(stored);
export const hitSchema: z.ZodType = z.object({ ...stored, score: z.number() });

const fingerprint = z.object({
  model: z.string(),
  revision: z.string(),
  dtype: z.string(),
  pooling: z.string(),
  normalisation: z.string(),
  dimensions: z.int(),
});

type Shape<Name extends string> = { readonly [K in Name]: z.ZodType };

/** What a router tells once it is open. */
export const opened: Shape<'fingerprint' | 'floor'> = {
  fingerprint: fingerprint.nullable(),
  floor: floorSchema,
};

/** What a store counts. */
export const counted: Shape<'packets' | 'details'> = {
  packets: z.int(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
};
