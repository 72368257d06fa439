/** What is wrong with a text: a code point that may not stand in it, or nothing. */
export interface TextFault {
  /** For instance `U+202E`. */
  readonly codePoint: string;
  /** For instance `a bidirectional control`. */
  readonly what: string;
}

const LINE_BREAKS_AND_TABS = /[\r\n\t]+/g;

// A flag of a region (England, Scotland, …) is a black flag, up to six tag letters and a cancel tag: the one
// sequence in which tag characters belong (UTS #51, ED-14a). Anywhere else they carry invisible text.
const FLAG_SEQUENCE = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F}/gu;

const REFUSED: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\p{Surrogate}/u, 'half of a surrogate pair'],
  [/\p{Control}/u, 'a control character'],
  [/\p{Bidi_Control}/u, 'a bidirectional control'],
  [/[\u{E0000}-\u{E007F}]/u, 'a stray tag character'],
];

const FLAG_OR_REFUSED = new RegExp(
  `(${FLAG_SEQUENCE.source})|${REFUSED.map(([pattern]) => pattern.source).join('|')}`,
  'gu',
);

/** Each run of carriage returns, line feeds and tabs becomes one space; nothing else changes. */
export function unwrapLines(text: string): string {
  return text.replace(LINE_BREAKS_AND_TABS, ' ');
}

/**
 * The first kind of code point that a packet's text may not hold: control characters, bidirectional controls, halves
 * of surrogate pairs (they have no UTF-8), and tag characters outside a flag sequence. Joiners and emoji are fine.
 */
export function textFault(text: string): TextFault | undefined {
  const withoutFlags = text.replace(FLAG_SEQUENCE, '');
  for (const [pattern, what] of REFUSED) {
    const found = pattern.exec(withoutFlags);
    if (found) {
      const value = found[0].codePointAt(0) ?? 0;
      return { codePoint: `U+${value.toString(16).toUpperCase().padStart(4, '0')}`, what };
    }
  }
  return undefined;
}

/**
 * A text without what {@link textFault} finds: each such code point becomes a space. For what people wrote or pasted,
 * where nobody can be asked to correct it.
 */
export function withoutFaults(text: string): string {
  return text.replace(FLAG_OR_REFUSED, (_, flag: string | undefined) => flag ?? ' ');
}
