import { expiresAt, type OutcomePacket, type OutcomeRecord, readPacket, voterOf } from '@qis/core';
import type { ChromaMetadata } from './chroma-client.ts';
import { placeOf } from './place.ts';
import { confidenceRank, secondsRank } from './ranks.ts';
import { isFlagKey, replyKey, tagKey } from './row-keys.ts';
import { rowIdOf, versionOf } from './versions.ts';

/** One version of a record, as it is stored. */
export interface Row {
  readonly rowId: string;
  readonly vector: number[];
  readonly metadata: ChromaMetadata;
}

export function rowOf({ id, packet, voter, vector, expires_at }: OutcomeRecord): Row {
  const rank = secondsRank(packet.timestamp);
  return {
    rowId: rowIdOf({ id, rank }),
    vector: Array.from(vector as Float32Array),
    metadata: {
      id,
      packet: JSON.stringify(packet),
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

/**
 * The flags that are set and should not be: a row that is written again with the same timestamp keeps flags that it was
 * not given this time, because Chroma adds to what is there.
 */
export function strayFlags(metadata: unknown): readonly string[] {
  const packet = packetOf(metadata);
  if (!packet) return [];
  const given = new Set(flagsOf(packet));
  return Object.entries(metadata as object)
    .filter(([key, value]) => value === true && isFlagKey(key) && !given.has(key))
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
