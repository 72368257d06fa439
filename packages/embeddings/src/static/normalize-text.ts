const PLAIN = /^[\t\n\r -~]*$/;
const WHITE_SPACE = /[\t\n\r\p{Z}]/u;
const DROPPED = /[\u{FFFD}\p{Cc}\p{Cf}\p{Co}]/u;
const NONSPACING_MARK = /\p{Mn}/u;

/**
 * Text as BERT's uncased models see it: lower case, without accents, control and format characters, every white space a
 * blank, an ideograph a word of its own. The rules are those of the `BertNormalizer` of Hugging Face's tokenizers.
 */
export function normalizeText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let spaced = '';
  for (const char of text) {
    if (WHITE_SPACE.test(char)) spaced += ' ';
    else if (DROPPED.test(char)) continue;
    else spaced += isIdeograph(char.codePointAt(0) ?? 0) ? ` ${char} ` : char;
  }
  let normalized = '';
  for (const char of spaced.normalize('NFD')) {
    // Character by character: a whole word's lower case would turn a last Σ into ς, and the reference does not.
    if (!NONSPACING_MARK.test(char)) normalized += char.toLowerCase();
  }
  return normalized;
}

/** The blocks that BERT calls Chinese: ideographs, without kana and hangul. */
function isIdeograph(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x20000 && code <= 0x2a6df) ||
    (code >= 0x2a700 && code <= 0x2b81f) ||
    (code >= 0x2b920 && code <= 0x2ceaf) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0x2f800 && code <= 0x2fa1f)
  );
}
