import { expiresAt, type Hit, type OutcomePacket, type OutcomeRecord, readPacket, voterOf } from '@qis/core';
import { vectorFromText, vectorToText } from './vector-text.ts';

/** A record on the wire. Voter and expiry follow from the packet, so they are not sent. */
export interface RecordJson {
  readonly id: string;
  readonly packet: OutcomePacket;
  /** Base64 of float32. */
  readonly vector?: string;
}

export interface HitJson extends RecordJson {
  readonly score: number;
}

export function recordToJson({ id, packet, vector }: OutcomeRecord): RecordJson {
  return { id, packet, ...(vector && { vector: vectorToText(vector) }) };
}

export function hitToJson({ score, ...record }: Hit): HitJson {
  return { ...recordToJson(record), score };
}

/** Undefined where no record is there that this version can read. */
export function recordFromJson(json: unknown): OutcomeRecord | undefined {
  const { id, packet: fields, vector: text } = membersOf(json);
  const packet = readPacket(fields);
  if (!packet || typeof id !== 'string') return undefined;
  const record = { id, packet, voter: voterOf(packet.agent_id), expires_at: expiresAt(packet) };
  if (text === undefined) return record;
  const vector = typeof text === 'string' ? vectorFromText(text) : undefined;
  return vector && { ...record, vector };
}

/** Undefined where no hit is there that this version can read. */
export function hitFromJson(json: unknown): Hit | undefined {
  const { score } = membersOf(json);
  const record = recordFromJson(json);
  return record && typeof score === 'number' ? { ...record, score } : undefined;
}

/** What an object that came over the wire holds; nothing where it is none. */
export function membersOf(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}
