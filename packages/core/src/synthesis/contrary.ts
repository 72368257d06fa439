import type { Advice } from './advice.ts';
import { contraryPole, poleOf } from './word-poles.ts';

/** Numbers of one setting that are further apart than this are other advice. */
const TIMES_AS_MUCH = 4;
const PREFIXES = ['un', 'de', 'dis', 'non', 'non-', 'a', 'in'];

/** Poles that mean little without what they are said of: much is added, and errors are removed. */
const OF_SOMETHING = /^presence/;
const TAKING_AWAY = /^(presence|state)-$/;
const UNDOING = /^(presence|state|quantity|age)-$/;

/** Whether two pieces of advice send a reader opposite ways although their words are alike. */
export function areContrary(a: Advice, b: Advice): boolean {
  return (
    a.forbids !== b.forbids ||
    isAboutContrary(a, b) ||
    denies(a, b) ||
    denies(b, a) ||
    isNegatedForm(a, b) ||
    isNegatedForm(b, a) ||
    substitutes(a, b)
  );
}

/** The same for a report that something failed: `raising it did not help` is about raising, whatever it denies. */
export function isAboutContrary(failure: Advice, advice: Advice): boolean {
  return (
    undoes(failure, advice) ||
    undoes(advice, failure) ||
    namesOtherPole(failure, advice) ||
    choosesReplaced(failure, advice) ||
    choosesReplaced(advice, failure) ||
    hasOtherVersion(failure, advice)
  );
}

/** `raise` and `lower`, unless one of them says both. */
function namesOtherPole(a: Advice, b: Advice): boolean {
  if (a.head !== undefined && b.head === contraryPole(a.head)) return true;
  for (const move of a.moves) if (b.moves.has(contraryMove(move)) && !b.moves.has(move)) return true;
  for (const pole of a.poles) {
    const other = contraryPole(pole);
    if (OF_SOMETHING.test(pole)) continue;
    if (b.poles.has(other) && !b.poles.has(pole) && !a.poles.has(other)) return true;
  }
  return false;
}

/** `removed the limit` and `limit=100`: it begins with taking away what the other has. */
function undoes(a: Advice, b: Advice): boolean {
  if (a.head === undefined || !UNDOING.test(a.head) || b.poles.has(a.head)) return false;
  const objects = a.leading.slice(1, TAKING_AWAY.test(a.head) ? undefined : 2);
  return objects.some((stem) => b.stems.has(stem));
}

function contraryMove(move: string): string {
  const space = move.indexOf(' ');
  return contraryPole(move.slice(0, space)) + move.slice(space);
}

/** `from yarn to npm` and `from npm to yarn`; `fetch instead of axios` and `use axios`. */
function choosesReplaced(a: Advice, b: Advice): boolean {
  if (meet(a.replaced, b.replaced)) return false;
  if (meet(a.chosen, b.replaced)) return true;
  const takesReplaced = meet(a.stems, b.replaced) || meet(a.versions, b.replaced);
  return takesReplaced && !meet(a.stems, b.chosen) && !meet(a.versions, b.chosen);
}

/** `do not commit the lockfile` and `commit the lockfile`. */
function denies(a: Advice, b: Advice): boolean {
  for (const stem of a.forbidden) if (b.stems.has(stem) && !b.negated.has(stem)) return true;
  for (const stem of a.negated) if (b.leading.includes(stem) && !b.negated.has(stem)) return true;
  return false;
}

/** `blocking` and `non-blocking`. */
function isNegatedForm(a: Advice, b: Advice): boolean {
  for (const stem of a.stems) {
    if (stem.length < 4 || b.stems.has(stem)) continue;
    if (PREFIXES.some((prefix) => b.stems.has(prefix + stem) && !a.stems.has(prefix + stem))) return true;
  }
  return false;
}

/** All words in common but one, and that, between the same words, names another thing: `use TCP for it`, `use UDP for it`. */
function substitutes(a: Advice, b: Advice): boolean {
  const [onlyA, onlyB] = [missingIn(a, b), missingIn(b, a)];
  if (onlyA.length === 0 && onlyB.length === 0) return amountsDiffer(a, b);
  const [wordA, wordB] = [onlyA[0], onlyB[0]];
  if (onlyA.length !== 1 || onlyB.length !== 1 || wordA === undefined || wordB === undefined) return false;
  const [i, j] = [a.first.indexOf(wordA), b.first.indexOf(wordB)];
  const common = [...a.stems].filter((stem) => b.stems.has(stem)).length;
  if (common === 0 || (common === 1 && Math.max(a.stems.size, b.stems.size) > 2)) return false;
  return a.first[i - 1] === b.first[j - 1] && a.first[i + 1] === b.first[j + 1];
}

/** Words of one pole count as one word. */
function missingIn(a: Advice, b: Advice): readonly string[] {
  return a.first.filter((stem) => {
    const pole = poleOf(stem);
    return !b.stems.has(stem) && !(pole !== undefined && b.poles.has(pole));
  });
}

/** The same setting with numbers far apart, unless both say in which direction. */
function amountsDiffer(a: Advice, b: Advice): boolean {
  if (['quantity+', 'quantity-'].some((pole) => a.poles.has(pole) && b.poles.has(pole))) return false;
  return a.amounts.some((amount, i) => {
    const other = b.amounts[i] ?? amount;
    return Math.max(amount, other) > TIMES_AS_MUCH * Math.min(amount, other);
  });
}

/** Versions, none in common, unless both go the same way. */
function hasOtherVersion(a: Advice, b: Advice): boolean {
  if (a.versions.size === 0 || b.versions.size === 0 || meet(a.versions, b.versions)) return false;
  return !['age+', 'age-', 'quantity+', 'quantity-'].some((pole) => a.poles.has(pole) && b.poles.has(pole));
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const member of a) if (b.has(member)) return true;
  return false;
}
