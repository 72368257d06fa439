// Figures in Markdown, and where they come from. In a document
//   <!-- figures: NAME PATH FORMAT -->1.5<!-- / -->     is one figure of benchmarks/results/NAME.json,
//   <!-- figures: NAME#TABLE -->…<!-- / -->             a table that is made of it (benchmarks/src/figures).
// PATH leads through the JSON, `sizes[packets=1000].exact.p50`; `A over B` is a quotient of two, or by a number.
// FORMAT is `.2` for two decimals, `.1%` for a share in percent.

/** Reads the result of a name. */
export type ReadResult = (name: string) => unknown;
/** Makes the table of a name, of the result before its `#`. */
export type MakeTable = (name: string, result: unknown) => string | undefined;

export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Not in code, where it is shown, not meant. */
const CITATION = /(?<!`)<!-- figures: (.*?) -->(.*?)<!-- \/ -->/gs;
const VALUE = /^(\S+) (.+) \.(\d)(%?)$/;
const SEGMENT = /\[([^\]]*)\]|[^.[]+/g;

/** The document with every citation filled from its result. */
export function withFigures(markdown: string, read: ReadResult, makeTable: MakeTable): string {
  return markdown.replace(
    CITATION,
    (_, citation: string) => `<!-- figures: ${citation} -->${cited(citation, read, makeTable)}<!-- / -->`,
  );
}

/** Where a document differs from what it cites. */
export function differences(markdown: string, read: ReadResult, makeTable: MakeTable): readonly Problem[] {
  return [...markdown.matchAll(CITATION)].flatMap(({ index, 1: citation = '', 2: found = '' }) => {
    const line = lineAt(markdown, index);
    let wanted: string;
    try {
      wanted = cited(citation, read, makeTable);
    } catch (error) {
      return [{ line, text: (error as Error).message }];
    }
    return differingLines(found, wanted).map(({ at, has, should }) => ({
      line: line + at,
      text: `${citation}: it says ${has}, the result ${should}`,
    }));
  });
}

function cited(citation: string, read: ReadResult, makeTable: MakeTable): string {
  const [name = '', table] = citation.split('#');
  if (table !== undefined) {
    const made = makeTable(citation, read(name));
    if (made === undefined) throw new Error(`${citation}: there is no such table in benchmarks/src/figures.`);
    return `\n\n${made}\n\n`;
  }
  const [, result, expression, decimals, percent] = VALUE.exec(citation) ?? [];
  if (result === undefined || expression === undefined)
    throw new Error(`${citation}: it is neither NAME#TABLE nor NAME PATH FORMAT.`);
  const [above = Number.NaN, below = 1] = expression
    .split(' over ')
    .map((path) => numberAt(read(result), path, citation));
  const digits = Number(decimals);
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return percent
    ? `${((100 * above) / below).toLocaleString('en-US', format)}%`
    : (above / below).toLocaleString('en-US', format);
}

function numberAt(result: unknown, path: string, citation: string): number {
  if (Number.isFinite(Number(path))) return Number(path);
  let at = result;
  for (const [segment, condition] of path.matchAll(SEGMENT))
    at = condition === undefined ? memberOf(at, segment) : memberWhere(at, condition);
  if (typeof at !== 'number') throw new Error(`${citation}: the result has no number at ${path}.`);
  return at;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The only element of a list of which `a=1,b.c=x` holds. */
function memberWhere(value: unknown, condition: string): unknown {
  const wanted = condition.split(',').map((part) => part.split('='));
  const holds = (element: unknown): boolean =>
    wanted.every(([path = '', text]) => String(path.split('.').reduce<unknown>(memberOf, element)) === text);
  const found = Array.isArray(value) ? value.filter(holds) : [];
  return found.length === 1 ? found[0] : undefined;
}

function differingLines(found: string, wanted: string): { at: number; has: string; should: string }[] {
  const [has, should] = [found.split('\n'), wanted.split('\n')];
  return Array.from({ length: Math.max(has.length, should.length) }, (_, at) => at)
    .filter((at) => has[at] !== should[at])
    .map((at) => ({ at, has: has[at] ?? 'nothing', should: should[at] ?? 'nothing' }));
}

const UNIT =
  '(?:ms|µs|s|seconds?|minutes?|[kKMG]i?B|bytes|tokens|times|points|[a-z]+ (?:per|a) second|/s)(?![\\w-])|%|×';
const FIGURE = new RegExp(`(?<![\\w.,#§+-])\\d[\\d.,]*(?:(?: to |–)\\d[\\d.,]*)? ?(?:${UNIT})`, 'g');
/** In a table any fraction, whatever its unit; in a sentence a share or a score: what is more can be a version. */
const FRACTION = /(?<![\w.])\d*\.\d+(?!\w|\.\d)/g;
const SHARE = /(?<![\w.])0?\.\d{2,}(?!\w|\.\d)/g;
/** What a test holds, or what somebody has set: not measured. */
const BOUND = /(?:at most|at least|up to|within|limit of|more than|less than|≤|≥) (?:about )?$/i;
const SET = '<!-- not measured -->';
const ONCE = /measured once, \d{4}-\d\d-\d\d/i;
const SECTION_ONCE = /^Measured once, \d{4}-\d\d-\d\d/;

/**
 * Lines with figures that look measured and cite nothing. Bounds do not count (`at most 5 s`), nor code, nor a line that
 * has `<!-- not measured -->` (a setting, something computed) or says `measured once` with the day. A section says so for
 * all its lines by a line that begins with it.
 */
export function uncited(markdown: string): readonly Problem[] {
  const lines = blanked(markdown).split('\n');
  const once = linesMeasuredOnce(lines);
  return lines.flatMap((line, at) => {
    if (once[at] || ONCE.test(line) || line.includes(SET)) return [];
    const figures = figuresIn(line.replaceAll(/<!--.*?-->/g, ''));
    return figures.length === 0 ? [] : [{ line: at + 1, text: `nothing is cited for ${figures.join(', ')}` }];
  });
}

function figuresIn(line: string): string[] {
  const fraction = line.startsWith('|') ? FRACTION : SHARE;
  const withUnit = [...line.matchAll(FIGURE)];
  // In place of those with a unit as many blanks, so that none is found twice.
  const without = line.replaceAll(FIGURE, (figure) => ' '.repeat(figure.length));
  return [...withUnit, ...without.matchAll(fraction)]
    .filter(({ index }) => !BOUND.test(line.slice(0, index)))
    .map(([figure]) => figure.trim());
}

/** The document without what it cites and without code, line for line. */
function blanked(markdown: string): string {
  const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');
  return markdown
    .replaceAll(CITATION, blank)
    .replaceAll(/^( *)```.*?^\1```/gms, blank)
    .replaceAll(/`[^`\n]*`|\]\([^)\n]*\)/g, blank);
}

/** For each line, whether its section was measured once. */
function linesMeasuredOnce(lines: readonly string[]): readonly boolean[] {
  const section: number[] = [];
  for (const line of lines) section.push((section.at(-1) ?? 0) + (/^#+ /.test(line) ? 1 : 0));
  const once = new Set(section.filter((_, at) => SECTION_ONCE.test(lines[at] ?? '')));
  return section.map((number) => once.has(number));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
