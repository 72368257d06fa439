import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'qis_';
const BYTES = 32;

/** A new token: 256 random bits behind a prefix by which people and scanners know one when they see it. */
export function mintToken(): string {
  return `${PREFIX}${randomBytes(BYTES).toString('base64url')}`;
}

/**
 * What is kept of a token: its SHA-256. A fast hash is right here, because nobody guesses 256 random bits, however
 * quickly; a slow one, which passwords need, would only make every request slow.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
