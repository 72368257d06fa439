import { encode } from '@msgpack/msgpack';
import { sha256 } from '@noble/hashes/sha2.js';
import { type OutcomePacket, voterOf } from './packet.ts';
import { uuidFromBytes } from './uuid.ts';

const DOMAIN_TAG = 'qis/packet-id/1';

/**
 * The id of a packet: a UUID of version 8 (RFC 9562) from the first 128 bits of SHA-256 over the MessagePack array
 * [domain tag, voter, problem_description, outcome_type, delta_summary, sorted in_reply_to]. The same voter saying the
 * same again, in another session or after a lost answer, renews one packet.
 */
export function packetId(packet: OutcomePacket): string {
  const identity = [
    DOMAIN_TAG,
    voterOf(packet.agent_id),
    packet.problem_description,
    packet.outcome_type,
    packet.delta_summary,
    [...(packet.in_reply_to ?? [])].sort(),
  ];
  const bytes = sha256(encode(identity)).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidFromBytes(bytes);
}
