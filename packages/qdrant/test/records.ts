import { expiresAt, type Fingerprint, type OutcomePacket, type OutcomeRecord, voterOf } from '@qis/core';

/** Seconds since the epoch at which all records are live. */
export const NOW = 1_795_000_000;
export const FINGERPRINT: Fingerprint = {
  model: 'random',
  revision: '1',
  dtype: 'fp32',
  pooling: 'none',
  normalisation: 'l2',
  dimensions: 8,
};

/** The `n`th of records that all differ; the same for the same `n`. */
export function record(n: number, packet: Partial<OutcomePacket> = {}): OutcomeRecord {
  const whole: OutcomePacket = {
    problem_description: `problem ${n}`,
    outcome_type: 'resolved',
    confidence: (n % 100) / 100,
    delta_summary: `remedy ${n}`,
    domain_tags: [`tag-${n % 10}`],
    timestamp: NOW - 60,
    agent_id: `agent-${n % 7}#s`,
    ttl: 3_600,
    ...packet,
  };
  return {
    id: idOf(n),
    packet: whole,
    voter: voterOf(whole.agent_id),
    vector: vectorOf(n),
    expires_at: expiresAt(whole),
  };
}

export function idOf(n: number): string {
  return `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** Of unit length; two of them have little to do with each other. */
export function vectorOf(n: number): Float32Array {
  const vector = Float32Array.from({ length: FINGERPRINT.dimensions }, (_, i) =>
    Math.sin((n + 1) * (i + 1) * 1.618),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
