import { type Floor, hitsAboveFloor } from '../floor.ts';
import type { Hit, OutcomeRecord } from '../transport.ts';
import type { Synthesis } from './answer.ts';
import { fitBudget } from './budget.ts';
import type { GatheredEvidence } from './gather.ts';
import type { Summaries } from './likeness.ts';
import { DEFAULT_MAX_CLAIMS, defaultMaxTokens, type SynthesizeOptions } from './options.ts';
import { type Findings, weighHits } from './weigh-hits.ts';

/** All that a synthesis depends on. */
export interface Evidence extends GatheredEvidence {
  readonly summaries: Summaries;
  readonly floor: Floor;
  /** Seconds since the epoch. */
  readonly now: number;
}

const MAX_FAILURES = 5;
const MAX_OPEN_PROBLEMS = 3;
/** The first claim is recommended from this posterior on: likelier to work than not. */
const RECOMMENDED = 0.5;

/** Weighs evidence into an answer. Pure: the same evidence, in any order, gives the same bytes. */
export function synthesizeEvidence(evidence: Evidence, options: SynthesizeOptions = {}): Synthesis {
  const {
    maxClaims = DEFAULT_MAX_CLAIMS,
    maxTokens = defaultMaxTokens(maxClaims),
    explain = false,
  } = options;
  const { floor, now, summaries, unreadable } = evidence;
  const isLive = (record: OutcomeRecord): boolean => record.expires_at >= now;
  const candidates = evidence.hits.filter(isLive).sort(byScoreThenId);
  const known = hitsAboveFloor(floor, candidates);
  const found = weighHits(
    candidates.slice(0, known),
    evidence.replies.filter(isLive),
    summaries,
    now,
    explain,
  );
  const [best] = found.claims;
  const shown: Findings = {
    claims: found.claims.slice(0, maxClaims),
    tried_and_failed: found.tried_and_failed.slice(0, MAX_FAILURES),
    open_problems: found.open_problems.slice(0, MAX_OPEN_PROBLEMS),
  };
  const [nearest] = candidates;
  const nothing_known = {
    nearest_score: nearest ? Math.round(nearest.score * 1000) / 1000 : null,
    below_floor: candidates.length - known,
  };
  return fitBudget(shown, maxTokens, (lists) => ({
    ...(best && best.posterior >= RECOMMENDED && lists.claims.length > 0 && { recommendation: best.id }),
    ...(known === 0 && { nothing_known }),
    ...lists,
    dropped: {
      claims: found.claims.length - lists.claims.length,
      tried_and_failed: found.tried_and_failed.length - lists.tried_and_failed.length,
      open_problems: found.open_problems.length - lists.open_problems.length,
    },
    unreadable,
  }));
}

/** Descending score, then id: a total order that does not depend on how the store sorts equals. */
function byScoreThenId(a: Hit, b: Hit): number {
  return b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
