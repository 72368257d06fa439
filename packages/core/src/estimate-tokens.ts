/** Runs that tokenizers tell apart, each with the tokens that one takes: on the high side for usual text. */
const RUNS: readonly (readonly [run: string, tokens: (run: string) => number])[] = [
  // Words break where the case changes. What is too long for a word is likely random: hardly two letters a token.
  ['[A-Z]?[a-z]+|[A-Z]+', ({ length }) => (length > 12 ? length / 1.4 : Math.ceil(length / 4))],
  ['[0-9]{1,3}', () => 1],
  ['[!-\\/:-@\\[-`{-~]+', ({ length }) => Math.ceil(length / 2)],
  ['\\s+', ({ length }) => length - 1], // a space joins the word behind it
  ['[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}]', () => 1.1],
  ['[\\u0080-\\u07FF]', () => 0.7],
  ['[\\u0800-\\uFFFF]', () => 2],
  ['.', () => 3],
];
const PATTERN = new RegExp(RUNS.map(([run]) => `(${run})`).join('|'), 'gsu');

/**
 * How many tokens a text costs a model: an estimate without a tokenizer, measured against o200k. Random letters and
 * rare characters can take a little more.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run, ...kinds] of text.matchAll(PATTERN)) {
    const kind = RUNS[kinds.findIndex((each) => each !== undefined)];
    tokens += kind?.[1](run) ?? 0;
  }
  return Math.ceil(tokens);
}
