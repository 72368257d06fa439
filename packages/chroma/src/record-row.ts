import { expiresAt, type OutcomePacket, type OutcomeRecord, readPacket, voterOf } from '@qis/core';
import type { ChromaMetadata } from './chroma-client.ts';
import { hashOf } from './hash.ts';
import { placeOf } from './place.ts';
import { confidenceRank, secondsRank } from './ranks.ts';
import { isFlagKey, replyKey, tagKey } from './row-keys.ts';
import { rowIdOf, versionOf } from './versions.ts';

/** One version of a record, as it is stored. */
export interface Row {
  readonly rowId: string;
  /** Of the record. */
  readonly id: string;
  /** All that the version says, and no other says the same: the packet as JSON, with the id and a hash of the vector. */
  readonly packet: string;
  readonly vector: number[];
  readonly metadata: ChromaMetadata;
}

export function rowOf({ id, packet, voter, vector, expires_at }: OutcomeRecord): Row {
  const rank = secondsRank(packet.timestamp);
  const numbers = vector as Float32Array;
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const whole = JSON.stringify({ ...packet, id, vector_hash: hashOf(bits) });
  return {
    rowId: rowIdOf({ id, rank }),
    id,
    packet: whole,
    vector: Array.from(numbers),
    metadata: {
      id,
      packet: whole,
      place: placeOf(id),
      outcome_type: packet.outcome_type,
      agent_id: packet.agent_id,
      voter,
      confidence_rank: confidenceRank(packet.confidence),
      timestamp_rank: rank,
      expires_rank: secondsRank(expires_at),
      ...Object.fromEntries(flagsOf(packet).map((key) => [key, true])),
    },
  };
}

/** Undefined where the row cannot be read. */
export function recordOf(
  rowId: string,
  metadata: unknown,
  vector?: readonly number[] | null,
): OutcomeRecord | undefined {
  const packet = packetOf(metadata);
  if (!packet || vector === null) return undefined;
  return {
    id: versionOf(rowId).id,
    packet,
    voter: voterOf(packet.agent_id),
    expires_at: expiresAt(packet),
    ...(vector && { vector: Float32Array.from(vector) }),
  };
}

/** The flags that a stored row has. */
export function flagsSetIn(metadata: unknown): readonly string[] {
  if (typeof metadata !== 'object' || metadata === null) return [];
  return Object.entries(metadata)
    .filter(([key, value]) => value === true && isFlagKey(key))
    .map(([key]) => key);
}

function flagsOf({ domain_tags, in_reply_to = [] }: OutcomePacket): string[] {
  return [...domain_tags.map(tagKey), ...in_reply_to.map(replyKey)];
}

function packetOf(metadata: unknown): OutcomePacket | undefined {
  if (typeof metadata !== 'object' || metadata === null || !('packet' in metadata)) return undefined;
  try {
    return readPacket(JSON.parse(String(metadata.packet)));
  } catch {
    return undefined; // no JSON: counted as unreadable by whoever reads
  }
}
