import { placesReplaced, stemsChosen } from './replacement.ts';
import { clauseEnd, type Token, tokensOf } from './tokens.ts';
import { COMMON_WORDS, contraryPole, NEGATIONS, poleOf, stemOf } from './word-poles.ts';

/** A summary as far as it tells advice from its contrary. Read once, compared with many. */
export interface Advice {
  /** Stems of what is advised, each once. */
  readonly stems: ReadonlySet<string>;
  /** The first few of the first clause: what the advice is about. */
  readonly leading: readonly string[];
  /** Those that stand in the first clause. */
  readonly first: readonly string[];
  /** Those that are denied: `do not commit`. */
  readonly negated: ReadonlySet<string>;
  /** Those that are forbidden, which says more than a result can: `never commit`. */
  readonly forbidden: ReadonlySet<string>;
  /** Whether it begins with a denial. */
  readonly forbids: boolean;
  /** Poles that the words name: `quantity+` for raise, `quantity-` for lower. */
  readonly poles: ReadonlySet<string>;
  /** The pole of the first word, where it has one. */
  readonly head: string | undefined;
  /** Poles with what they are said of: `quantity+ timeout`. */
  readonly moves: ReadonlySet<string>;
  /** `axios` in `fetch instead of axios`, and what takes its place. */
  readonly replaced: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  readonly versions: ReadonlySet<string>;
  /** Other numbers, in their order. */
  readonly amounts: readonly number[];
}

/** What one word of a summary says. */
interface Reading {
  readonly at: number;
  readonly word: string;
  readonly stem: string;
  readonly common: boolean;
  readonly denied: boolean;
  /** Turned round where the word is denied; absent where it tells a purpose. */
  readonly pole: string | undefined;
}

/** Behind these a number says how much, not which version. */
const MEASURES = new Set(
  'to of with at by for than after every least most until and or in from only about is was are has'.split(
    ' ',
  ),
);
const UNITS =
  /^(s|ms|secs?|seconds?|mins?|minutes?|h|hours?|days?|weeks?|[kmgt]i?b?|bytes?|times|percent|workers?|forks?|replicas?|shards?|threads?|retries)$/;
/** How far behind a negation the denied word may stand, and `on` behind `turn`. */
const REACH = 3;
const LEADING_WORDS = 3;
const FORBIDDING = /^(never|don't|dont|avoid)$/;
/** What follows these says why, not what. */
const PURPOSE = /^(so|because|which|since)$/;

export function readAdvice(text: string): Advice {
  const tokens = tokensOf(text);
  const replacedAt = placesReplaced(tokens);
  const replaced = new Set<string>();
  const [versions, amounts, readings]: [Set<string>, number[], Reading[]] = [new Set(), [], []];
  const purposeAt = tokens.findIndex(({ word }, i) => i > 0 && PURPOSE.test(word));
  for (const [at, { word }] of tokens.entries()) {
    const reading = read(tokens, at, purposeAt === -1 || at < purposeAt);
    if (replacedAt.has(at)) {
      if (!reading.common) replaced.add(reading.stem);
    } else if (!/^v?\d/.test(word)) readings.push(reading);
    else if (namesVersion(tokens, at, versions.size + replaced.size > 0))
      versions.add(word.replace(/^v/, ''));
    else amounts.push(Number.parseFloat(word.replace(/^v/, '')));
  }
  const told = readings.filter(({ common }) => !common);
  const stems = new Set(told.map(({ stem }) => stem));
  const firstEnd = clauseEnd(tokens, 0);
  const first = [...new Set(told.filter(({ at }) => at < firstEnd).map(({ stem }) => stem))];
  return {
    stems,
    leading: first.slice(0, LEADING_WORDS),
    first,
    negated: new Set(told.filter(({ denied }) => denied).map(({ stem }) => stem)),
    forbidden: new Set(
      told.filter(({ at }) => FORBIDDING.test(tokens[at - 1]?.word ?? '')).map(({ stem }) => stem),
    ),
    forbids: tokens.slice(0, 2).some(({ word }) => /^(not|never|no|don't|dont|avoid)$/.test(word)),
    poles: new Set(readings.flatMap(({ pole }) => pole ?? [])),
    head: readings[0]?.at === 0 ? readings[0].pole : undefined,
    moves: movesIn(readings),
    replaced,
    chosen: new Set(stemsChosen(tokens, replacedAt).filter((stem) => !replaced.has(stem))),
    versions,
    amounts,
  };
}

function read(tokens: readonly Token[], at: number, tellsWhat: boolean): Reading {
  const { word = '' } = tokens[at] ?? {};
  const stem = stemOf(word);
  const denied = isDenied(tokens, at);
  const said = isSwitchedOn(tokens, at) ? 'state+' : poleOf(stem);
  const pole = said !== undefined && denied ? contraryPole(said) : said;
  return { at, word, stem, common: COMMON_WORDS.has(word), denied, pole: tellsWhat ? pole : undefined };
}

/** Each pole with the next word that has none. */
function movesIn(readings: readonly Reading[]): ReadonlySet<string> {
  const moves = new Set<string>();
  let open: string | undefined;
  for (const { pole, stem, common } of readings) {
    if (pole !== undefined) open = pole;
    else if (open !== undefined && !common) {
      moves.add(`${open} ${stem}`);
      open = undefined;
    }
  }
  return moves;
}

function isDenied(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= Math.max(0, at - REACH); i--) {
    const [before = '', word = '', next = ''] = [tokens[i - 1]?.word, tokens[i]?.word, tokens[i + 1]?.word];
    // `no more errors` tells a result, `had no secret` the problem.
    if (NEGATIONS.has(word))
      return !/^(more|longer|any)$/.test(next) && !(word === 'no' && /^(had|has|is|was|were)$/.test(before));
    if (!COMMON_WORDS.has(word)) return false;
  }
  return false;
}

/** `on` is a switch behind `turn`, and at the end of a clause. */
function isSwitchedOn(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.word !== 'on') return false;
  const before = tokens.slice(Math.max(0, at - REACH), at);
  return clauseEnd(tokens, at) === at + 1 || before.some(({ word }) => /^(turn|switch)/.test(word));
}

function namesVersion(tokens: readonly Token[], at: number, behindAnother: boolean): boolean {
  const { word = '', gap = '' } = tokens[at] ?? {};
  if (UNITS.test(tokens[at + 1]?.word ?? '')) return false;
  if (/^(v?\d+(\.\d+)+|v\d+)$/.test(word)) return true;
  const before = tokens[at - 1]?.word;
  if (!/^\d{1,2}$/.test(word) || before === undefined) return false;
  return (before === 'to' && behindAnother) || (gap === ' ' && !MEASURES.has(before) && !/^\d/.test(before));
}
