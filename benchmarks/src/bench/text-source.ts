import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '../synthesis/random.ts';

/** A problem in somebody's words. */
export interface Wording {
  readonly text: string;
  /** Wordings of one label are of the same problem. Absent: nobody has said. */
  readonly label?: string;
}

/** Where the text of a run comes from. */
export interface TextSource {
  /** For the result file, for instance `examples/problems.jsonl`. */
  readonly name: string;
  /** As they stand in the file, each once. */
  readonly wordings: readonly Wording[];
  /** So many different texts, the same for the same seed: the wordings in random order, then variations of them. */
  texts(count: number, seed: number): readonly string[];
}

const OWN = new URL('../../../examples/problems.jsonl', import.meta.url);
/** Longest text, in bytes, so that a packet has room for it. */
const LONGEST = 300;
/** So many variations in a row that are there already mean that there are no more. */
const PATIENCE = 10_000;
/** Control characters and lone surrogates, which no packet takes. */
const UNFIT = /\p{C}/u;

/**
 * Reads a file of JSON lines `{"text": …, "label": …}` or of plain lines, gzipped or not.
 * @param path default: the problems of the demo, which lie in this repository.
 * @throws Error that names the file, where it holds no text.
 */
export function readTextSource(path?: string): TextSource {
  const bytes = readFileSync(path ?? OWN);
  const text = (path?.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const byText = new Map<string, Wording>();
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const wording = readWording(line);
    if (fits(wording.text)) byText.set(wording.text, wording);
  }
  const wordings = [...byText.values()];
  if (wordings.length === 0) throw new Error(`${path ?? OWN.pathname} holds no line of text.`);
  return {
    name: path ?? 'examples/problems.jsonl',
    wordings,
    texts: (count, seed) => variations(wordings, count, seed),
  };
}

function readWording(line: string): Wording {
  if (!line.startsWith('{')) return { text: line.trim() };
  const { text, label } = JSON.parse(line) as Wording;
  return { text, ...(label !== undefined && { label }) };
}

function fits(text: string): boolean {
  return !UNFIT.test(text) && Buffer.byteLength(text) <= LONGEST;
}

/** Halves of two wordings become a third: words that people wrote, in orders that they wrote, with neighbours in meaning. */
function variations(wordings: readonly Wording[], count: number, seed: number): readonly string[] {
  const random = seededRandom(seed);
  const pick = (): string => (wordings[Math.floor(random() * wordings.length)] as Wording).text;
  const order = wordings.map(({ text }) => ({ text, at: random() })).sort((a, b) => a.at - b.at);
  const texts = new Set(order.slice(0, count).map(({ text }) => text));
  let repeats = 0;
  while (texts.size < count) {
    const [head, tail] = [pick().split(' '), pick().split(' ')];
    const words = [
      ...head.slice(0, Math.ceil(random() * head.length)),
      ...tail.slice(Math.floor(random() * tail.length)),
    ];
    const before = texts.size;
    const text = words.join(' ').slice(0, LONGEST).trim();
    if (text !== '' && fits(text)) texts.add(text);
    repeats = texts.size > before ? 0 : repeats + 1;
    if (repeats > PATIENCE) throw new Error(`The text has ${texts.size} variations, ${count} are wanted.`);
  }
  return [...texts];
}
