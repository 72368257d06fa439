import { clauseEnd, type Token } from './tokens.ts';
import { COMMON_WORDS, stemOf } from './word-poles.ts';

/** How many words around `instead of` are compared. */
const REACH = 3;
/** How far `to` may stand behind `from`. */
const SPAN = 7;

/** Places of what is replaced: behind `instead of` and `rather than`, between `from` and `to`, `replace` and `by`. */
export function placesReplaced(tokens: readonly Token[]): ReadonlySet<number> {
  const places = new Set<number>();
  const word = (i: number): string => tokens[i]?.word ?? '';
  for (let i = 0; i < tokens.length; i++) {
    const [from, to] = rangeReplaced(tokens, i, word);
    for (let place = from; place < to; place++) places.add(place);
  }
  return places;
}

/** What the word at `i` says to be replaced; an empty range where it says nothing of the kind. */
function rangeReplaced(
  tokens: readonly Token[],
  i: number,
  word: (i: number) => string,
): readonly [from: number, to: number] {
  const pair = `${word(i)} ${word(i + 1)}`;
  if (pair === 'instead of' || pair === 'rather than')
    return [i + 2, Math.min(clauseEnd(tokens, i + 1), i + 3 + REACH)];
  const end = clauseEnd(tokens, i);
  if (word(i) === 'over' && tokens.slice(0, i).some((before) => before.word.startsWith('prefer')))
    return [i + 1, Math.min(end, i + 2)];
  const closing =
    word(i) === 'from' ? /^(back|to)$/ : word(i).startsWith('replac') ? /^(by|with)$/ : undefined;
  for (let j = i + 1; closing && j < Math.min(end, i + SPAN); j++)
    if (closing.test(word(j))) return [i + 1, j];
  return [0, 0];
}

/** `to` behind these says what is chosen, though nothing says what is replaced. */
const CHANGING = /^(convert|switch|mov|chang|migrat|went|going)/;

/** Stems of what is chosen: the words around a replacement, and behind `switch to`. */
export function stemsChosen(tokens: readonly Token[], replacedAt: ReadonlySet<number>): readonly string[] {
  const word = (i: number): string => tokens[i]?.word ?? '';
  const places: number[] = [];
  const take = (from: number, to: number): void => {
    for (let place = Math.max(0, from); place < Math.min(to, tokens.length); place++) places.push(place);
  };
  for (const [i, token] of tokens.entries())
    if (
      token.word === 'to' &&
      tokens.slice(Math.max(0, i - REACH), i).some(({ word }) => CHANGING.test(word))
    )
      take(i + 1, Math.min(clauseEnd(tokens, i), i + 2 + REACH));
  for (const i of replacedAt) {
    if (!replacedAt.has(i - 1) && /^(of|than|over)$/.test(word(i - 1))) take(i - 2 - REACH, i - 1);
    if (!replacedAt.has(i + 1) && /^(back|to|by|with)$/.test(word(i + 1))) take(i + 2, i + 2 + REACH);
  }
  return places
    .filter((place) => !replacedAt.has(place) && !COMMON_WORDS.has(word(place)))
    .map((place) => stemOf(word(place)));
}
