import { readFileSync, writeFileSync } from 'node:fs';
import type { OutcomeType } from '@qis/core';
import { createRouter } from '@qis/mcp-server';
import type { TextSource } from '../bench/text-source.ts';
import { seededRandom } from '../synthesis/random.ts';

/** What an agent deposits; the reference memory server keeps the same as an entity with an observation. */
export interface Outcome {
  readonly problem_description: string;
  readonly outcome_type: OutcomeType;
  readonly confidence: number;
  readonly delta_summary: string;
}

interface LabelledOutcome extends Omit<Outcome, 'problem_description'> {
  readonly label: string;
}

const OUTCOMES = new URL('../../../examples/outcomes.jsonl', import.meta.url);
/** Of UTF-8, so that a packet has room for both beside its other fields. */
const LONGEST_PROBLEM = 220;
const LONGEST_SUMMARY = 140;
/** So many agents have left what lies in the store, turn by turn. */
const VOTERS = 40;
/** Deposits on their way at the same time. */
const BATCH = 64;

/** So many outcomes of different problems, the same for the same seed. What is no problem of the demo ends as any other. */
export function outcomesOf(text: TextSource, count: number, seed: number): readonly Outcome[] {
  const told = readFileSync(OUTCOMES, 'utf8').trim().split('\n').map(readOutcome);
  const labels = new Map(text.wordings.map((wording) => [wording.text, wording.label]));
  const random = seededRandom(seed);
  return text.texts(count, seed).map((problem) => {
    const label = labels.get(problem);
    const ofProblem = told.filter((outcome) => outcome.label === label);
    const candidates = ofProblem.length > 0 ? ofProblem : told;
    const chosen = candidates[Math.floor(random() * candidates.length)] as LabelledOutcome;
    return {
      problem_description: shortened(problem, LONGEST_PROBLEM),
      outcome_type: chosen.outcome_type,
      confidence: chosen.confidence,
      delta_summary: shortened(chosen.delta_summary, LONGEST_SUMMARY),
    };
  });
}

function readOutcome(line: string): LabelledOutcome {
  return JSON.parse(line) as LabelledOutcome;
}

/** So many bytes of it at most, whole characters. */
function shortened(text: string, bytes: number): string {
  const characters = [...text];
  while (Buffer.byteLength(characters.join('')) > bytes) characters.pop();
  return characters.join('').trim();
}

/** Deposits outcomes, as many agents would have. */
export async function fillStore(
  transport: string,
  collection: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  const router = await createRouter({ transport, collection });
  try {
    for (let at = 0; at < outcomes.length; at += BATCH) {
      const batch = outcomes.slice(at, at + BATCH);
      await Promise.all(
        batch.map((outcome, i) =>
          router.deposit({ ...outcome, agent_id: `earlier-${(at + i) % VOTERS}`, ttl: 3_600 }),
        ),
      );
    }
  } finally {
    await router.close();
  }
}

/** How many of so many deposits a query for its own problem finds, by somebody who comes later. */
export async function foundIn(
  transport: string,
  collection: string,
  deposits: readonly { readonly id: string; readonly problem: string }[],
): Promise<number> {
  const router = await createRouter({ transport, collection });
  try {
    let found = 0;
    for (const { id, problem } of deposits) {
      const { hits } = await router.query(problem, { topK: 64 });
      if (hits.some((hit) => hit.id === id)) found++;
    }
    return found;
  } finally {
    await router.close();
  }
}

/** The file of the reference memory server with outcomes as its entities. */
export function writeGraph(file: string, outcomes: readonly Outcome[]): void {
  const lines = outcomes.map((outcome) => JSON.stringify({ type: 'entity', ...entityOf(outcome) }));
  writeFileSync(file, lines.join('\n'));
}

export function entityOf({ problem_description, outcome_type, delta_summary }: Outcome): object {
  return { name: problem_description, entityType: outcome_type, observations: [delta_summary] };
}
