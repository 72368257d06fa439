/** Words that send a reader opposite ways: an axis, then its two ends. Compared by their stems. */
const AXES: readonly (readonly [axis: string, plus: string, minus: string])[] = [
  [
    'quantity',
    'raise raised rising increase enlarge extend grow grew bump double more higher larger longer bigger greater widen broad boost up speed',
    'lower reduce decrease shrink shrank shorten less fewer smaller shorter narrower narrow halve minimise minimize down cut slow tighten',
  ],
  [
    'state',
    'enable activate allow permit grant accept expose true yes respect',
    'disable deactivate forbid forbade block deny denied prohibit reject revoke hide hid false off ignore skip',
  ],
  [
    'presence',
    'add create insert append install include introduce attach mount create set put keep kept leave left',
    'remove delete drop dropped uninstall strip exclude unset detach unmount bypass clear purge close shut',
  ],
  ['age', 'upgrade update newer newest latest forward', 'downgrade rollback revert previous older back old'],
  ['motion', 'start launch', 'stop shut'],
  ['order', 'before first earlier early preload immediately', 'after last later late delay'],
  ['sort', 'ascending', 'descending'],
  ['moment', 'eager eagerly preload', 'lazy lazily'],
  ['binding', 'static statically constant', 'dynamic dynamically variable'],
  ['reach', 'public', 'private'],
  ['duty', 'required mandatory', 'optional nullable'],
  ['grip', 'lock pin freeze froze', 'unlock unpin float unfreeze'],
  ['sharing', 'share single reuse merge', 'separate each per split'],
  ['strictness', 'hard strict strong pessimistic', 'soft loose loosen eventual optimistic'],
  ['secrecy', 'encrypt', 'decrypt'],
];

/** Behind these, a word is denied. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  "not never no don't dont doesn't didn't without avoid avoided stop stopped stopping nor".split(' '),
);

/** Words that tell nothing of what is advised. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those it its is are was were be been has have had do does did done not no never without
  of in on at for by from to into onto as so than then now and or but with via when while where which who our we us i
  you your my their his her there here also just only again still all any some each every both through over under about
  up down off out after before until because if let lets use used uses using make made makes set sets put get gets got
  go goes went works work worked fix fixes fixed solve solved solves need needs needed one two first last more less
  instead rather very too can could may must should will would move moved switch switched change changed convert converted store stored run ran apply applied
  try tried configure configured replace replaced give gave number size value`.split(/\s+/),
);

const POLES: ReadonlyMap<string, string> = new Map(
  AXES.flatMap(([axis, plus, minus]) => [
    ...plus.split(' ').map((word): [string, string] => [stemOf(word), `${axis}+`]),
    ...minus.split(' ').map((word): [string, string] => [stemOf(word), `${axis}-`]),
  ]),
);

/** The end of the axis that a stem stands at, as `quantity+`, or nothing. */
export function poleOf(stem: string): string | undefined {
  return POLES.get(stem);
}

export function contraryPole(pole: string): string {
  return `${pole.slice(0, -1)}${pole.endsWith('+') ? '-' : '+'}`;
}

/** A word without what English hangs on to it: `dropped`, `drops` and `dropping` are one. */
export function stemOf(word: string): string {
  if (word.length <= 3) return word;
  const bare = word.replace(/(?:'s|ies|ied)$/, 'y').replace(/(?:ing|ed|es|s)$/, '');
  return bare.replace(/e$/, '').replace(/([^aeiouls])\1$/, '$1');
}
