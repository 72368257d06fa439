import { readFileSync } from 'node:fs';
import type { OutcomeType } from '@qis/core';
import type { TextSource } from '../bench/text-source.ts';

/** How work on a problem ends, as its packet says it. */
export interface Outcome {
  readonly outcome_type: OutcomeType;
  readonly confidence: number;
  readonly delta_summary: string;
  readonly domain_tags: readonly string[];
}

/** One wording of a problem, as one agent meets it. */
export interface Problem {
  readonly text: string;
  /** Problems with the same label are the same problem. */
  readonly label: string;
  /** What different agents find out about it, one or more. */
  readonly outcomes: readonly Outcome[];
}

export interface LabelledProblems {
  readonly problems: readonly Problem[];
  /** Lines of the source that no agent meets, and why. */
  readonly leftOut: readonly string[];
}

const OUTCOMES = new URL('../../../examples/outcomes.jsonl', import.meta.url);
/** Longest wording, in bytes: beside it a packet has room for a remedy. */
const LONGEST = 300;
const LONGEST_LABEL = 60;
/** Requests that no label fits have nothing in common: CLINC150 calls them so. */
const OUT_OF_SCOPE = 'oos';

/** The labelled wordings of a source, with remedies: written ones for the problems of this project, else the label. */
export function labelledProblems({ name, wordings }: TextSource): LabelledProblems {
  const written = writtenOutcomes();
  const problems: Problem[] = [];
  let unlabelled = 0;
  let long = 0;
  for (const [i, { text, label: given }] of wordings.entries()) {
    if (given === undefined) unlabelled++;
    else if (Buffer.byteLength(text) > LONGEST) long++;
    else {
      const label = given === OUT_OF_SCOPE ? `${given}-${i}` : given;
      problems.push({ text, label, outcomes: written.get(given) ?? [solvedAs(given)] });
    }
  }
  const leftOut = [
    ...(unlabelled > 0 ? [`lines of ${name} that have no label: ${unlabelled}`] : []),
    ...(long > 0 ? [`lines of ${name} that are longer than ${LONGEST} bytes: ${long}`] : []),
  ];
  return { problems, leftOut };
}

function writtenOutcomes(): ReadonlyMap<string, readonly Outcome[]> {
  const byLabel = new Map<string, Outcome[]>();
  for (const line of readFileSync(OUTCOMES, 'utf8').trim().split('\n')) {
    const { label, ...outcome } = JSON.parse(line) as Outcome & { label: string };
    byLabel.set(label, [...(byLabel.get(label) ?? []), outcome]);
  }
  return byLabel;
}

/** A stranger's file says what a problem is, not what solved it. */
function solvedAs(label: string): Outcome {
  const delta_summary = `Solved as ${[...label].slice(0, LONGEST_LABEL).join('')}.`;
  return { outcome_type: 'resolved', confidence: 0.8, delta_summary, domain_tags: [] };
}
