import type { Remedies } from '../synthesis/corpus.ts';
import type { Report } from '../synthesis/world.ts';
import { type Conditions, pick } from './conditions.ts';
import type { Ledger } from './ledger.ts';
import type { Problem } from './problems.ts';
import type { FleetStore } from './stores.ts';

interface Scene {
  readonly problem: Problem;
  /** What honest agents have left so far. */
  readonly honest: readonly DepositedReport[];
  readonly store: FleetStore;
  readonly ledger: Ledger;
  readonly conditions: Conditions;
  readonly problems: readonly Problem[];
  readonly random: () => number;
}

/** A report and the id under which it is stored. */
export interface DepositedReport extends Report {
  readonly id: string;
}

/** One more for ten: as many attackers as in the benchmark of the synthesis. */
const ATTACKED = 0.1;

/** Leaves what an attacker has to say about the problem that was just met, or, nine times in ten, nothing. */
export async function leaveLies(scene: Scene): Promise<void> {
  const { problem, honest, store, ledger, conditions, problems, random } = scene;
  if (!conditions.attack || random() >= ATTACKED) return;
  const { router, clock } = store;
  const known = honest.filter(({ problem: label }) => label === problem.label);
  const ids = new Map<Report, string>(known.map((report) => [report, report.id]));
  for (const lie of conditions.attack(lureInto(problem, problems, random), known, clock.now)) {
    const used = lie.replyTo && router.transport.capabilities.replies && ids.get(lie.replyTo);
    const { id, expires_at } = await router.deposit({ ...lie.packet, ...(used && { in_reply_to: [used] }) });
    ids.set(lie, id);
    ledger.add(id, { label: problem.label, agent: 'attacker', expiresAt: expires_at });
  }
}

/** The problem as an attack reads it: what it is to advise is the remedy of another problem. */
function lureInto(problem: Problem, problems: readonly Problem[], random: () => number): Remedies {
  const others = problems.filter(({ label }) => label !== problem.label);
  const advice = pick(others, random).outcomes.map(({ delta_summary }) => delta_summary);
  const { label, text } = problem;
  return {
    id: label,
    problems: [text],
    right: [],
    wrong: [[], advice.slice(0, 2)],
    opposite: [],
    failed: [],
  };
}
