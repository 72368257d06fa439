import { type Evidence, type Hit, type OutcomePacket, synthesizeEvidence } from '@qis/core';
import { seededRandom } from './random.ts';

const HITS = 64;
const DIMENSIONS = 256;
const NOW = 1_763_000_000;
const ROUNDS = 200;

export interface SpeedFigures {
  /** Median milliseconds for an answer of 64 hits, vectors given. */
  readonly synthesis_ms: number;
  /** Median milliseconds for the two 64 × 64 matrices of cosines, of problems and of summaries, in the same rounds. */
  readonly matrices_ms: number;
}

/** Both in turn, so that a busy machine slows both. */
export function measureSpeed(): SpeedFigures {
  const evidence = evidenceOf64();
  const [syntheses, matrices]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    syntheses.push(timed(() => synthesizeEvidence(evidence)));
    matrices.push(timed(() => cosines(evidence)));
  }
  return { synthesis_ms: median(syntheses), matrices_ms: median(matrices) };
}

function cosines({ hits, summaries }: Evidence): number {
  const problems = hits.map(({ vector }) => vector ?? new Float32Array());
  const says = hits.map(({ packet }) => summaries.get(packet.delta_summary) ?? new Float32Array());
  let sum = 0;
  for (const vectors of [problems, says]) for (const a of vectors) for (const b of vectors) sum += dot(a, b);
  return sum;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** 64 reports of 32 voters in 16 groups of like summaries, as crowded as a gathering gets. */
function evidenceOf64(): Evidence {
  const random = seededRandom(1);
  const centres = Array.from({ length: 16 }, () => unit(random));
  const summaries = new Map<string, Float32Array>();
  const problem = unit(random);
  const hits = Array.from({ length: HITS }, (_, i): Hit => {
    const delta_summary = `Raised limit ${i % 16} of the proxy to ${i} and reloaded it; clients connect again, no errors since`;
    const centre = centres[i % 16] ?? new Float32Array();
    summaries.set(delta_summary, near(centre, random));
    const packet: OutcomePacket = {
      problem_description: 'the proxy refuses connections',
      outcome_type: (['resolved', 'resolved', 'partial', 'contradicted'] as const)[i % 4] ?? 'resolved',
      confidence: random(),
      delta_summary,
      domain_tags: [],
      timestamp: NOW - i * 3_600,
      agent_id: `agent-${i % 32}`,
      ttl: 31_536_000,
    };
    const id = `00000000-0000-8000-8000-0000000000${String(i).padStart(2, '0')}`;
    const vector = near(problem, random);
    return { id, packet, voter: packet.agent_id, vector, expires_at: NOW + 3_600, score: 0.9 - i / 100 };
  });
  return { hits, replies: [], summaries, unreadable: 0, floor: { rule: 'none' }, now: NOW };
}

function unit(random: () => number): Float32Array {
  return normalised(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5));
}

function near(centre: Float32Array, random: () => number): Float32Array {
  return normalised(centre.map((value) => value + (random() - 0.5) / 16));
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
