import { randomUUID } from 'node:crypto';
import { withoutTokens } from './http-log.ts';

export const REQUEST_ID_HEADER = 'x-request-id';

const PLAIN = /^[\w.-]{1,64}$/;

/** What a request is called in the log: as its sender calls it, where that is plain and no part of its credentials. */
export function requestIdOf({ headers }: Request): string {
  const given = headers.get(REQUEST_ID_HEADER);
  if (given === null || !PLAIN.test(given) || withoutTokens(given) !== given) return randomUUID();
  return headers.get('authorization')?.includes(given) ? randomUUID() : given;
}
