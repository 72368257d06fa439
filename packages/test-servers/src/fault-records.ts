import { createPacket, expiresAt, type Fingerprint, type OutcomeRecord, packetId, voterOf } from '@qis/core';

/** Seconds since the epoch at which all records are live. */
export const NOW = 1_763_900_000;

const DIMENSIONS = 8;
export const FINGERPRINT: Fingerprint = {
  model: 'faults',
  revision: '1',
  dtype: 'fp32',
  pooling: 'none',
  normalisation: 'l2',
  dimensions: DIMENSIONS,
};

/** The `n`th of records that all differ; the same for the same `n`. */
export function record(n: number): OutcomeRecord {
  const packet = createPacket(
    {
      problem_description: `problem ${n}`,
      outcome_type: 'resolved',
      confidence: 0.5,
      delta_summary: `remedy ${n}`,
      domain_tags: ['faults'],
      timestamp: NOW - 60,
      agent_id: `agent-${n}#s`,
    },
    NOW,
  );
  return {
    id: packetId(packet),
    packet,
    voter: voterOf(packet.agent_id),
    vector: vectorOf(n),
    expires_at: expiresAt(packet),
  };
}

/** Of unit length. */
export function vectorOf(n: number): Float32Array {
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => Math.sin((n + 1) * (i + 1) * 1.618));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
