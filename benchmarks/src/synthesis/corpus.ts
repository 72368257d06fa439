import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** One problem, its remedy, and what people try instead, each in several wordings. */
export interface Remedies {
  readonly id: string;
  readonly problems: readonly string[];
  /** What works. */
  readonly right: readonly string[];
  /** What looks as if it could work, one list a remedy. */
  readonly wrong: readonly (readonly string[])[];
  /** The contrary of what works, in like words. */
  readonly opposite: readonly string[];
  /** Reports that the first of `wrong` failed. */
  readonly failed: readonly string[];
}

/** Two pieces of advice in like words. */
export interface AdvicePair {
  readonly relation: 'opposite' | 'same';
  readonly a: string;
  readonly b: string;
}

/** `open` is for tuning; `frozen` was not looked at before the figures that are recorded. */
export type Half = 'open' | 'frozen';

const REMEDIES = new URL('../../corpus/remedies.jsonl', import.meta.url);
const OPPOSITES = new URL('../../corpus/opposites.jsonl', import.meta.url);

/** The half that a text falls into, by its hash: decided before anything was measured. */
function halfOf(text: string): Half {
  const [byte = 0] = createHash('sha256').update(text).digest();
  return byte % 2 === 0 ? 'open' : 'frozen';
}

export function readRemedies(half: Half): readonly Remedies[] {
  return readLines<Remedies>(REMEDIES).filter(({ id }) => halfOf(id) === half);
}

export function readAdvicePairs(half: Half): readonly AdvicePair[] {
  return readLines<AdvicePair>(OPPOSITES).filter(({ a }) => halfOf(a) === half);
}

function readLines<T>(file: URL): readonly T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
