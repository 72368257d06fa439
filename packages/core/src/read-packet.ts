import { encodePacket } from './codec.ts';
import { freezePacket, MAX_PACKET_BYTES, type OutcomePacket, tolerantPacketSchema } from './packet.ts';

/**
 * A packet from a store in which others may have written anything. Unknown fields are dropped. Undefined where no valid
 * packet is there: whoever reads it counts it as unreadable and goes on.
 */
export function readPacket(fields: unknown): OutcomePacket | undefined {
  const read = tolerantPacketSchema.safeParse(fields);
  if (!read.success || !fits(read.data)) return undefined;
  return freezePacket(read.data);
}

const utf8 = new TextEncoder();
/** At most, beside what the author wrote: the names of the first eight fields, numbers, and heads of texts and lists. */
const FIXED_BYTES = 155;
const TAG_HEAD_BYTES = 3;
/** The name of the field, and an id of a reply. */
const REPLIES_BYTES = 13;
const REPLY_BYTES = 18;

/** Hits are read by the dozen, and most are far from the limit: those need not be encoded to be measured. */
function fits(packet: OutcomePacket): boolean {
  const { problem_description, delta_summary, agent_id, domain_tags, in_reply_to = [] } = packet;
  const texts = utf8.encode(problem_description + delta_summary + agent_id + domain_tags.join('')).length;
  const tags = TAG_HEAD_BYTES * domain_tags.length;
  const replies = REPLIES_BYTES + REPLY_BYTES * in_reply_to.length;
  if (texts + tags + replies + FIXED_BYTES <= MAX_PACKET_BYTES) return true;
  return encodePacket(packet).length <= MAX_PACKET_BYTES;
}
