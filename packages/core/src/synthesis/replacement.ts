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

/** Stems of the words around a replacement that take the place of what is replaced. */
export function stemsChosen(tokens: readonly Token[], replacedAt: ReadonlySet<number>): readonly string[] {
  const word = (i: number): string => tokens[i]?.word ?? '';
  const places: number[] = [];
  for (const i of replacedAt) {
    if (!replacedAt.has(i - 1) && /^(of|than|over)$/.test(word(i - 1)))
      for (let j = Math.max(0, i - 2 - REACH); j < i - 1; j++) places.push(j);
    if (!replacedAt.has(i + 1) && /^(back|to|by|with)$/.test(word(i + 1)))
      for (let j = i + 2; j < Math.min(tokens.length, i + 2 + REACH); j++) places.push(j);
  }
  return places
    .filter((place) => !replacedAt.has(place) && !COMMON_WORDS.has(word(place)))
    .map((place) => stemOf(word(place)));
}
