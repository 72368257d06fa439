import { z } from 'zod';
import type { Agent } from './agent.ts';
import type { Fleet } from './fleet.ts';
import type { Outcome, Problem } from './problems.ts';
import { seededRandom } from './random.ts';

/** What an agent found when it asked about its problem. */
export type Found =
  /** The first hit is of the same problem. */
  | 'same'
  /** The first hit is of another problem; one of the same is among the rest. */
  | 'same-below'
  /** Hits, none of the same problem. */
  | 'other'
  /** Nothing, and no other agent had left anything about it. */
  | 'nothing-honest'
  /** Nothing, although another agent had left something about it. */
  | 'nothing-missed';

export interface Encounter {
  readonly found: Found;
  /** Whether another agent had left a packet of the same problem before: the most that a query can find. */
  readonly known: boolean;
}

const HITS = 5;

const hitsAnswer = z.object({ hits: z.array(z.object({ id: z.string(), outcome_type: z.string() })) });
const depositAnswer = z.object({ id: z.string() });

/** What each packet is about and who left it: the judge's book, which no agent sees. */
export type Ledger = Map<string, { readonly label: string; readonly agentId: string }>;

/**
 * One agent after the other meets a problem: it queries, takes what it finds, and deposits how it went. One at a time,
 * so that a seed gives the same numbers again.
 */
export async function* runEncounters(
  fleet: Fleet,
  problems: readonly Problem[],
  seed: number,
  ledger: Ledger,
): AsyncGenerator<Encounter> {
  const random = seededRandom(seed + 1);
  for (const [i, problem] of problems.entries()) {
    const agent = fleet.agents[i % fleet.agents.length] as Agent;
    const { hits } = hitsAnswer.parse(
      await agent.call('query', { problem_description: problem.text, top_k: HITS }),
    );
    const known = [...ledger.values()].some(
      (entry) => entry.label === problem.label && entry.agentId !== agent.id,
    );
    const labels = hits.map((hit) => ledger.get(hit.id)?.label);
    yield { found: judge(labels, problem.label, known), known };
    // A remedy for the same problem works again; one for another problem is of no use to this agent.
    const outcome = problem.outcomes[Math.floor(random() * problem.outcomes.length)] as Outcome;
    const used = hits.find((hit, rank) => labels[rank] === problem.label && hit.outcome_type === 'resolved');
    const confirms = used && outcome.outcome_type === 'resolved';
    const { id } = depositAnswer.parse(
      await agent.call('deposit', {
        problem_description: problem.text,
        ...outcome,
        ...(confirms && { in_reply_to: [used.id] }),
      }),
    );
    ledger.set(id, { label: problem.label, agentId: agent.id });
  }
}

function judge(labels: readonly (string | undefined)[], label: string, known: boolean): Found {
  if (labels.length === 0) return known ? 'nothing-missed' : 'nothing-honest';
  if (labels[0] === label) return 'same';
  return labels.includes(label) ? 'same-below' : 'other';
}
