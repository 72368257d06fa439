import { dot } from '../dot.ts';
import type { Hit } from '../transport.ts';
import { type Advice, readAdvice } from './advice.ts';

/** Vectors of summaries, by text. */
export type Summaries = ReadonlyMap<string, Float32Array>;

/** A hit with what it says, read once and compared with many. */
export interface Statement {
  readonly hit: Hit;
  readonly advice: Advice;
  /** Of the summary; absent where that is blank. */
  readonly vector: Float32Array | undefined;
}

export function toStatement(hit: Hit, summaries: Summaries): Statement {
  const { delta_summary } = hit.packet;
  return { hit, advice: readAdvice(delta_summary), vector: summaries.get(delta_summary) };
}

/** How near two summaries are, -1 to 1. A blank one resembles no other. */
export function summaryLikeness(a: Statement, b: Statement): number {
  if (a.hit.packet.delta_summary === b.hit.packet.delta_summary) return 1;
  return a.vector && b.vector ? dot(a.vector, b.vector) : 0;
}

/** How near the problems are that they were found on. Plain stores may keep vectors to themselves: then 1. */
export function problemLikeness(a: Statement, b: Statement): number {
  return a.hit.vector && b.hit.vector ? dot(a.hit.vector, b.hit.vector) : 1;
}

/** From this score on a hit is about the same problem, and being nearer makes it no better evidence. */
const FULL_SCORE = 0.4;
/** From this nearness to its problem on, a summary speaks of it. */
const FULL_PERTINENCE = 0.4;
/** What a summary counts that does not speak of its problem: `works again`. */
const NOT_PERTINENT = 0.3;

/**
 * How much a report bears on the question, 0 to 1: its nearness, squared and capped, so that copying the question's own
 * words gains little over telling of the same problem; and whether its summary speaks of the problem at all.
 */
export function relevance({ hit, vector }: Statement): number {
  const nearness = applicability(hit.score);
  if (!vector || !hit.vector) return nearness;
  const pertinence = dot(vector, hit.vector) / FULL_PERTINENCE;
  return nearness * Math.min(1, Math.max(NOT_PERTINENT, NOT_PERTINENT + pertinence));
}

/** The part of relevance that a score gives, 0 to 1. */
export function applicability(score: number): number {
  return Math.min(1, Math.max(0, score / FULL_SCORE)) ** 2;
}
