/** Stems of words that turn advice into its opposite. A first list; word pairs that it lacks are not told apart. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(rais|increas|enlarg|widen|grow|bump|more|higher|larger|longer)/,
    /^(lower|reduc|decreas|shrink|narrow|shorten|less|fewer|smaller|shorter)/,
  ],
  [/^(enabl|activat|allow|permit)/, /^(disabl|deactivat|forbid|block|deny|prohibit)/],
  [/^(add|insert|append|install)/, /^(remov|delet|drop|uninstall|strip)/],
  [/^(upgrad)/, /^(downgrad|rollback|revert)/],
  [/^(start|open|mount|load)/, /^(stop|clos|unmount|unload|kill)/],
  [/^(encrypt)/, /^(decrypt)/],
  [/^(lock|pin|freez)/, /^(unlock|unpin|float|unfreez)/],
  [/^(before)/, /^(after)/],
  [/^(with)$/, /^(without)$/],
];

const NEGATION = /^(not|never|no|don't|dont|avoid|stop)$/;

/** Whether two texts give opposite advice although their words are alike: `raise the limit`, `lower the limit`. */
export function areOpposite(a: string, b: string): boolean {
  return turnsAround(wordsOf(a), wordsOf(b));
}

/** The same for a report of a failure: `raising it did not help` is about raising, whatever its negation. */
export function isAboutOpposite(failure: string, advice: string): boolean {
  return antonyms(wordsOf(failure), wordsOf(advice));
}

function turnsAround(a: readonly string[], b: readonly string[]): boolean {
  return antonyms(a, b) || a.some((word) => NEGATION.test(word)) !== b.some((word) => NEGATION.test(word));
}

function antonyms(a: readonly string[], b: readonly string[]): boolean {
  return OPPOSITES.some(([up, down]) => {
    const [aUp, aDown, bUp, bDown] = [some(a, up), some(a, down), some(b, up), some(b, down)];
    return (aUp && !aDown && bDown && !bUp) || (aDown && !aUp && bUp && !bDown);
  });
}

function some(words: readonly string[], pattern: RegExp): boolean {
  return words.some((word) => pattern.test(word));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z']+/g) ?? [];
}
