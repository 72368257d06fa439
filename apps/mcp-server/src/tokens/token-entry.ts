import type { Scope } from '@qis/rest/gateway';
import { z } from 'zod';

/** A token as it is kept: everything but the token. Times are ISO 8601 in UTC. */
export interface TokenEntry {
  /** Of this token alone, for the log, for limits and for `revoke`. */
  readonly name: string;
  /** SHA-256 of the token, 64 hex digits. */
  readonly hash: string;
  readonly created: string;
  /** The end is always said: `never`, or a time. */
  readonly expires: string;
  readonly scopes: readonly Scope[];
  /** Absent: all that are served. */
  readonly collections?: readonly string[];
  /** Whom deposits come from. Only a token with `admin` may go without. */
  readonly voter?: string;
  /** When it was taken back. The entry stays, so that nobody takes its name for another. */
  readonly revoked?: string;
}

export const SCOPES: readonly Scope[] = ['deposit', 'query', 'records', 'admin'];
export const NEVER = 'never';

// What looks like a token is no name: names are shown.
const NAME = /^(?!qis_)[a-z\d][\w.-]{0,63}$/i;
const VOTER = /^[^#\s\p{Control}\p{Bidi_Control}\p{Surrogate}]{1,64}$/u;
const COLLECTION = /^[\w.-]{1,128}$/;

const TIME = 'must be a time in UTC, as in 2026-12-31T00:00:00Z';
const HASH = 'must be the SHA-256 of a token, as 64 hex digits in lower case';
const time = z.iso.datetime({ error: TIME });
const end = `${TIME}, or ${NEVER}`;

/** What each part of an entry may be; the messages say it, and never what was found instead. */
export const entryFields: { readonly [K in keyof TokenEntry]-?: z.ZodType<NonNullable<TokenEntry[K]>> } = {
  name: text(NAME, 'must be 1 to 64 letters, digits, ".", "_" or "-", the first a letter or a digit'),
  hash: text(/^[0-9a-f]{64}$/, HASH),
  created: time,
  expires: z.union([z.literal(NEVER), z.iso.datetime({ error: end })], { error: end }),
  scopes: listOf(z.enum(SCOPES, { error: `must be one of ${SCOPES.join(', ')}` })),
  collections: listOf(text(COLLECTION, 'must be 1 to 128 letters, digits, ".", "_" or "-"')),
  voter: text(VOTER, 'must be 1 to 64 characters, without blanks and #'),
  revoked: time,
};

export const entrySchema: z.ZodType<TokenEntry> = z
  .strictObject({
    ...entryFields,
    collections: entryFields.collections.exactOptional(),
    voter: entryFields.voter.exactOptional(),
    revoked: entryFields.revoked.exactOptional(),
  })
  .refine(({ voter, scopes }) => voter !== undefined || scopes.includes('admin'), {
    path: ['voter'],
    error: 'is missing: only a token with admin may go without',
  });

function text(pattern: RegExp, error: string): z.ZodString {
  return z.string({ error }).regex(pattern, { error });
}

function listOf<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  const error = 'must be a list that is not empty';
  return z.array(item, { error }).min(1, { error });
}
