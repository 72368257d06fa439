import { setImmediate } from 'node:timers/promises';
import {
  DEFAULT_TOOL_TTL,
  depositTool,
  queryTool,
  runTool,
  synthesizeTool,
  type Tool,
  type ToolContext,
  type ToolResult,
  toolResultText,
} from '@qis/core/tools';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { z } from 'zod';
import { type Conditions, remedyFor } from './conditions.ts';
import type { Hand } from './deal.ts';
import type { Encounter } from './encounter.ts';
import { Ledger } from './ledger.ts';
import { type DepositedReport, leaveLies } from './poison.ts';
import type { Outcome, Problem } from './problems.ts';
import type { FleetStore } from './stores.ts';

/** An agent of a fleet, by its number among all agents. */
export interface Player {
  readonly agent: number;
  readonly hand: Hand;
}

/** One fleet at one store. */
export interface Game {
  readonly store: FleetStore;
  readonly players: readonly Player[];
  readonly conditions: Conditions;
  /** All problems that there are, for remedies of others. */
  readonly problems: readonly Problem[];
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** What is in the store. Default nothing. */
  readonly ledger?: Ledger;
}

/** Seconds from one encounter to the next, and where packets are to expire in between. */
const STEP = 60;
const SHORT_TTL = 30;

const hitsAnswer = z.object({ hits: z.array(z.object({ id: z.string(), outcome_type: z.string() })) });
const claimsAnswer = z.object({ claims: z.array(z.object({ id: z.string() })) });
const depositAnswer = z.object({ id: z.string() });
type Hits = z.output<typeof hitsAnswer>['hits'];

/**
 * Lets a fleet meet its problems, one agent after the other and one at a time, so that a seed gives the same again: it
 * asks as a new session, which remembers nothing, and deposits how it went. By the tools, as a model calls them.
 */
export async function playFleet(game: Game): Promise<readonly Encounter[]> {
  const { store, players, conditions, random, signal, ledger = new Ledger() } = game;
  const encounters: Encounter[] = [];
  const honest: DepositedReport[] = [];
  const rounds = Math.max(...players.map(({ hand }) => hand.length));
  for (let round = 0; round < rounds; round++) {
    for (const { agent, hand } of players) {
      const problem = hand[round];
      if (!problem) continue;
      signal.throwIfAborted();
      await setImmediate(); // Ctrl-C has its turn
      store.clock.now += STEP;
      const call = caller(game, `agent-${String(agent).padStart(2, '0')}#${round}`);
      const answer = await call(queryTool, { problem_description: problem.text });
      const { hits } = hitsAnswer.parse(answer);
      const advice = conditions.advice ? await firstClaim(call, problem, ledger) : undefined;
      encounters.push({
        agent,
        at: encounters.length,
        ...judge(hits, problem.label, agent, ledger),
        known: ledger.knows(problem.label, store.clock.now),
        tokens: countTokens(toolResultText(answer)),
        poison: ledger.poison,
        ...(advice !== undefined && { advice }),
      });
      if (conditions.deposits === 'none') continue;
      const { label, outcome } = remedyFor(problem, game.problems, conditions, random);
      const used = usedHit(hits, problem.label, outcome, game, ledger);
      const packet = { problem_description: problem.text, ...outcome };
      const { id } = depositAnswer.parse(
        await call(depositTool, {
          ...packet,
          ...(used !== undefined && { in_reply_to: [used] }),
          ...(conditions.deposits === 'short-lived' && { ttl: SHORT_TTL }),
        }),
      );
      const life = conditions.deposits === 'short-lived' ? SHORT_TTL : DEFAULT_TOOL_TTL;
      ledger.add(id, { label, agent, expiresAt: store.clock.now + life });
      honest.push({ problem: label, remedy: 'right', packet, id });
      await leaveLies({ problem, honest, store, ledger, conditions, random, problems: game.problems });
    }
  }
  return encounters;
}

type Call = (tool: Tool, args: object) => Promise<ToolResult>;

function caller({ store, signal }: Game, agentId: string): Call {
  const context: ToolContext = { agentId, ttl: DEFAULT_TOOL_TTL, now: () => store.clock.now, signal };
  return (tool, args) =>
    runTool(tool, store.router, args, context, (error) => {
      throw error;
    });
}

function judge(hits: Hits, label: string, agent: number, ledger: Ledger) {
  const [best] = hits;
  const first = ledger.judge(best?.id, label);
  const giver = best && ledger.of(best.id).agent;
  const useful = first === 'right' && typeof giver === 'number' && giver !== agent;
  return {
    first,
    among: hits.some(({ id }) => ledger.judge(id, label) === 'right'),
    ...(useful && { exchange: `${Math.min(agent, giver)}-${Math.max(agent, giver)}` }),
  };
}

async function firstClaim(call: Call, { text, label }: Problem, ledger: Ledger) {
  const { claims } = claimsAnswer.parse(await call(synthesizeTool, { problem_description: text }));
  return ledger.judge(claims[0]?.id, label);
}

/** A remedy for the same problem works again, and is confirmed; one for another problem is of no use to this agent. */
function usedHit(hits: Hits, label: string, { outcome_type }: Outcome, { store }: Game, ledger: Ledger) {
  if (outcome_type !== 'resolved' || !store.router.transport.capabilities.replies) return undefined;
  const helped = (hit: Hits[number]): boolean =>
    hit.outcome_type === 'resolved' && ledger.judge(hit.id, label) === 'right';
  return hits.find(helped)?.id;
}
