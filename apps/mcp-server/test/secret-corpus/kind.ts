import { fingerprint, type Random } from './random.ts';

/** A kind of credential: the ways in which it turns up in text, each with a value made up for the occasion. */
export interface Kind {
  readonly name: string;
  readonly forms: readonly [(random: Random) => string, ...((random: Random) => string)[]];
}

/** Rules are tuned on one half; the other is looked at once, at the end. */
export type Half = 'tuning' | 'frozen';
export const HALVES: readonly Half[] = ['tuning', 'frozen'];

/** By a hash of what is sorted, so that nobody chose. */
export function halfOf(text: string): Half {
  const hash = fingerprint(text);
  return ((hash ^ (hash >>> 16)) & 1) === 0 ? 'tuning' : 'frozen';
}
