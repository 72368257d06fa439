import { estimateTokens } from '../estimate-tokens.ts';
import type { Hit } from '../transport.ts';
import { timeSpan } from './time-span.ts';
import type { ToolResult } from './tool.ts';

/**
 * A hit as a model reads it: without what is empty, its age instead of its time.
 * @param now seconds since the epoch.
 */
export function compactHit({ id, score, packet }: Hit, now: number): ToolResult {
  const { delta_summary, domain_tags, in_reply_to } = packet;
  return {
    id,
    score: threeDecimals(score),
    age: timeSpan(now - packet.timestamp),
    outcome_type: packet.outcome_type,
    confidence: threeDecimals(packet.confidence),
    problem_description: packet.problem_description,
    ...(delta_summary !== '' && { delta_summary }),
    ...(domain_tags.length > 0 && { domain_tags }),
    ...(in_reply_to && { in_reply_to }),
  };
}

/** How many of these texts, from the first on, take no more than so many tokens together, estimated on the high side. */
export function howManyFit(texts: readonly string[], maxTokens: number): number {
  let tokens = 0;
  for (const [i, text] of texts.entries()) {
    tokens += estimateTokens(text);
    if (tokens > maxTokens) return i;
  }
  return texts.length;
}

export function threeDecimals(value: number): number {
  return Math.round(value * 1000) / 1000;
}
