/** A word of a text, in lower case. */
export interface Token {
  readonly word: string;
  /** What stands between it and the token before. */
  readonly gap: string;
}

/** Letters and digits with what joins them inside a name: `max.poll.interval.ms`, `read-only`. */
const WORD = /[\p{L}\p{N}_](?:[\p{L}\p{N}_.'-]*[\p{L}\p{N}_])?/gu;

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const lower = text.toLowerCase();
  let end = 0;
  for (const match of lower.matchAll(WORD)) {
    const [word] = match;
    const gap = lower.slice(end, match.index);
    end = match.index + word.length;
    // `--no-cache` denies the cache.
    if (/^no-\p{L}/u.test(word)) tokens.push({ word: 'no', gap }, { word: word.slice(3), gap: '' });
    else tokens.push({ word, gap });
  }
  return tokens;
}

/** The place behind the clause that the token at `from` stands in. */
export function clauseEnd(tokens: readonly Token[], from: number): number {
  for (let i = from + 1; i < tokens.length; i++) if (/[,;:.()]/.test(tokens[i]?.gap ?? '')) return i;
  return tokens.length;
}
