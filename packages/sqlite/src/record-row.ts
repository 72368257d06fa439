import type { OutcomePacket, OutcomeRecord, OutcomeType } from '@qis/core';
import { decodeVector, encodeVector } from './vector-blob.ts';

/** A row of `record` without its vector. Lists are JSON. */
export interface BareRow {
  readonly key: number;
  readonly id: string;
  readonly problem_description: string;
  readonly outcome_type: string;
  readonly confidence: number;
  readonly delta_summary: string;
  readonly domain_tags: string;
  readonly timestamp: number;
  readonly agent_id: string;
  readonly ttl: number;
  readonly in_reply_to: string | null;
  readonly voter: string;
  readonly expires_at: number;
}

export interface RecordRow extends BareRow {
  readonly vector: Uint8Array;
}

/** The columns of a {@link BareRow}, in its order. */
export const BARE_COLUMNS =
  'key, id, problem_description, outcome_type, confidence, delta_summary, domain_tags, timestamp, agent_id, ttl, in_reply_to, voter, expires_at';
/** The columns of a {@link RecordRow}, in its order. */
export const ROW_COLUMNS: string = `${BARE_COLUMNS}, vector`;

/** What is bound to {@link ROW_COLUMNS}, in its order. */
export function valuesOf(key: number, record: OutcomeRecord): (string | number | null | Uint8Array)[] {
  const { id, packet, voter, expires_at, vector } = record;
  return [
    key,
    id,
    packet.problem_description,
    packet.outcome_type,
    packet.confidence,
    packet.delta_summary,
    JSON.stringify(packet.domain_tags),
    packet.timestamp,
    packet.agent_id,
    packet.ttl,
    packet.in_reply_to ? JSON.stringify(packet.in_reply_to) : null,
    voter,
    expires_at,
    encodeVector(vector as Float32Array),
  ];
}

export type StoredRecord = OutcomeRecord & { readonly vector: Float32Array };

/** The record of a row; undefined where the row cannot be read. The schema keeps types and ranges, others may have written lists. */
export function recordOf(row: RecordRow): StoredRecord | undefined {
  const vector = decodeVector(row.vector);
  const record = vector && bareRecordOf(row);
  return record && { ...record, vector };
}

/** {@link recordOf} of a row that was read without its vector. */
export function bareRecordOf(row: BareRow): OutcomeRecord | undefined {
  const domainTags = textsOf(row.domain_tags);
  const replies = row.in_reply_to === null ? undefined : textsOf(row.in_reply_to);
  if (!domainTags || (row.in_reply_to !== null && !replies)) return undefined;
  const packet: OutcomePacket = {
    problem_description: row.problem_description,
    outcome_type: row.outcome_type as OutcomeType,
    confidence: row.confidence,
    delta_summary: row.delta_summary,
    domain_tags: domainTags,
    timestamp: row.timestamp,
    agent_id: row.agent_id,
    ttl: row.ttl,
    ...(replies && { in_reply_to: replies }),
  };
  return { id: row.id, packet, voter: row.voter, expires_at: row.expires_at };
}

function textsOf(json: string): readonly string[] | undefined {
  if (json === '[]') return [];
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined; // counted as unreadable by whoever reads
  }
}
