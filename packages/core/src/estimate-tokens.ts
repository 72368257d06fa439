import { PLAIN_WORDS } from './plain-words.ts';

/** How o200k cuts a text before it looks for tokens: no token reaches across two pieces. */
const PIECE =
  /[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?:'(?:[sdmtSDMT]|[lL]{2}|[vV][eE]|[rR][eE]))?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?:'(?:[sdmtSDMT]|[lL]{2}|[vV][eE]|[rR][eE]))?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu;

/** Pieces of JSON that are one token: what stands between values, and parts of the names in answers. */
const JSON_PIECES =
  '" ":" "," ": ," {" ":{" }, },{" "},{" ":[" _in _known _score _summary _votes _description _and _failed _type _tags _reply _to id note next nothing nearest below floor claims delta support alpha beta effective votes side weight confidence earned open problem hits score age domain waiting expires resolved';

/** With what a summary begins. */
const BEGINNINGS =
  'Added Allow Allowed Changed Created Deleted Disabled Dropped Enabled Installed Keep Let Made Moved Opened Pinned Put Raised Ran Reduced Removed Run Set Split Stopped Updated Use Used';

/** A piece that is in the vocabulary as a whole is never cut. */
export const ONE_TOKEN: ReadonlySet<string> = new Set([
  ...JSON_PIECES.split(' '),
  ...BEGINNINGS.split(' '),
  ...PLAIN_WORDS.map((word) => ` ${word}`),
]);

/** Pairs of small letters that are not a token of their own. */
const RARE_PAIR = /bq|g[kq]|j[vz]|k[qz]|lq|nq|q[fgjkvz]|rj|tq|w[qz]|x[gjkqvw]|yq|z[jqv]/;

/**
 * The most tokens that a text can cost a model (o200k), without a tokenizer: usual English comes out about a third too high,
 * other scripts up to three times, and nothing too low. A piece has at most as many tokens as bytes. In a run of
 * small letters two single ones never stay side by side where every pair is a token, so of three letters two are tokens at most.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECE)) tokens += mostTokens(piece);
  return tokens;
}

function mostTokens(piece: string): number {
  if (ONE_TOKEN.has(piece) || /^[0-9]+$/.test(piece)) return 1;
  const word = /^([^a-z]*)([a-z]+)$/.exec(piece);
  if (!word) return bytesOf(piece);
  const [, before = '', letters = ''] = word;
  return (
    bytesOf(before) + (RARE_PAIR.test(letters) ? letters.length : Math.floor((2 * letters.length + 1) / 3))
  );
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
