import { expiresAt, type Hit, type OutcomeRecord, readPacket, voterOf } from '@qis/core';
import { withExactNumbers } from './exact-numbers.ts';
import type { Layout } from './layout.ts';
import type { Point, ScoredPoint, StoredPoint } from './qdrant-api.ts';

export function pointOf(record: OutcomeRecord, layout: Layout): Point {
  return { id: record.id, vector: record.vector as Float32Array, payload: layout.payloadOf(record) };
}

/** The record of a point; undefined where it cannot be read. Voter and expiry follow from the packet, whoever wrote it. */
export function recordOf({ id, payload, vector }: StoredPoint): OutcomeRecord | undefined {
  const packet = readPacket(withExactNumbers(payload));
  if (id === undefined || !packet) return undefined;
  return {
    id,
    packet,
    voter: voterOf(packet.agent_id),
    expires_at: expiresAt(packet),
    ...(vector && { vector }),
  };
}

export function hitOf(point: ScoredPoint): Hit | undefined {
  const record = recordOf(point);
  return record && { ...record, score: point.score };
}
