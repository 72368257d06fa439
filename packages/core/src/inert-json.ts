// `<` and what Unicode takes for it begin a mark, and two separators end a line for some readers.
const ACTIVE = /[<\uFE64\uFF1C\u2028\u2029]/g;

/**
 * JSON of one line in which no text can begin a mark such as `</quoted_outcomes>`: no JSON needs a bare `<`, so it is
 * written as an escape, and reads back as it was.
 * @param replacer as that of `JSON.stringify`.
 */
export function inertJson(value: object, replacer?: (key: string, value: unknown) => unknown): string {
  return JSON.stringify(value, replacer).replace(
    ACTIVE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
