const [OPEN, CLOSE] = ['<quoted_outcomes>', '</quoted_outcomes>'];

/**
 * What other agents wrote, as a text for a model: our note of what it is, then their words between two marks.
 * @param lines of `inertJson`, so that none of them can end the quote.
 */
export function quoteText(note: string, lines: readonly string[]): string {
  return [note, OPEN, ...lines, CLOSE].join('\n');
}
