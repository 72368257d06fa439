import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { OutcomeType } from '@qis/core';
import { z } from 'zod';
import { seededRandom, shuffled } from './random.ts';

/** How an agent's work on a problem ends. */
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
  /** What different agents found out about it. */
  readonly outcomes: readonly Outcome[];
}

const problemLine = z.object({ text: z.string().min(1), label: z.string().min(1) });
const outcomeLine = z.object({
  label: z.string(),
  outcome_type: z.enum(['resolved', 'partial', 'contradicted', 'open']),
  confidence: z.number(),
  delta_summary: z.string(),
  domain_tags: z.array(z.string()),
});

/** Requests that no label fits have nothing in common: CLINC150 calls them so. */
const OUT_OF_SCOPE = 'oos';

/** The problems of a file in an order that the seed determines; without a file, the ones written for this project. */
export async function readProblems(file: string | undefined, seed: number): Promise<readonly Problem[]> {
  const outcomes = file === undefined ? await readOutcomes() : new Map<string, readonly Outcome[]>();
  const lines = await readLines(file ?? beside('../problems.jsonl'), problemLine);
  const problems = lines.map(({ text, label: given }, i): Problem => {
    const label = given === OUT_OF_SCOPE ? `${given}-${i}` : given;
    return { text, label, outcomes: outcomes.get(label) ?? [unknownRemedy(given)] };
  });
  return shuffled(problems, seededRandom(seed));
}

async function readOutcomes(): Promise<ReadonlyMap<string, readonly Outcome[]>> {
  const byLabel = new Map<string, Outcome[]>();
  for (const { label, ...outcome } of await readLines(beside('../outcomes.jsonl'), outcomeLine)) {
    byLabel.set(label, [...(byLabel.get(label) ?? []), outcome]);
  }
  return byLabel;
}

/** A stranger's file says what a problem is, not what solved it. */
function unknownRemedy(label: string): Outcome {
  return { outcome_type: 'resolved', confidence: 0.8, delta_summary: `Solved as ${label}.`, domain_tags: [] };
}

async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    throw new Error(`${file}, line ${i + 1}: ${z.prettifyError(parsed.error)}`);
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function beside(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
