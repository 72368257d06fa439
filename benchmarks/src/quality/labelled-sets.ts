import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** Texts to search for and texts to search in. */
export interface RetrievalSet {
  readonly name: string;
  readonly index: readonly LabelledText[];
  readonly queries: readonly LabelledText[];
}

/** Requests that the index knows, and requests that it does not. */
export interface AbstentionSet extends RetrievalSet {
  readonly outOfScope: readonly string[];
}

export interface LabelledSets {
  /** Development: choose floors and settings here. */
  readonly clincVal: AbstentionSet;
  /** Development: the first half of StackOverflow20, four of five in the index. */
  readonly stackOverflowFirst: RetrievalSet;
  /** Development: further requests that CLINC150's labels do not cover. */
  readonly clincTrainOutOfScope: readonly string[];
  /** Reported. */
  readonly clincTest: AbstentionSet;
  /** Reported: the second half of StackOverflow20, four of five in the index. */
  readonly stackOverflowSecond: RetrievalSet;
}

interface Clinc150Row extends LabelledText {
  readonly split: string;
}

/** Reads CLINC150 and StackOverflow20 from a folder. Throws an Error that says which file is missing. */
export async function readLabelledSets(folder: string): Promise<LabelledSets> {
  const clinc = (await readRows(folder, 'clinc150.jsonl')) as readonly Clinc150Row[];
  const stackOverflow = await readRows(folder, 'stackoverflow20.jsonl');
  const split = (name: string): readonly Clinc150Row[] => clinc.filter((row) => row.split === name);
  const outOfScope = (name: string): readonly string[] => split(`oos_${name}`).map(({ text }) => text);
  const clincSet = (name: string): AbstentionSet => ({
    name: `CLINC150 ${name}`,
    index: split('train'),
    queries: split(name),
    outOfScope: outOfScope(name),
  });
  const half = stackOverflow.length / 2;
  return {
    clincVal: clincSet('val'),
    clincTrainOutOfScope: outOfScope('train'),
    stackOverflowFirst: fourFifths('StackOverflow20 first half', stackOverflow.slice(0, half)),
    clincTest: clincSet('test'),
    stackOverflowSecond: fourFifths('StackOverflow20 second half', stackOverflow.slice(half)),
  };
}

/** Every fifth text is a query. */
function fourFifths(name: string, rows: readonly LabelledText[]): RetrievalSet {
  return {
    name,
    index: rows.filter((_, row) => row % 5 !== 4),
    queries: rows.filter((_, row) => row % 5 === 4),
  };
}

async function readRows(folder: string, file: string): Promise<readonly LabelledText[]> {
  const path = join(folder, file);
  if (!existsSync(path)) {
    throw new Error(`NO DATA: ${path} does not exist. Nothing was measured. Name the folder with --data.`);
  }
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LabelledText);
}
