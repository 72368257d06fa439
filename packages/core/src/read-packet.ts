import { encodePacket } from './codec.ts';
import { freezePacket, MAX_PACKET_BYTES, type OutcomePacket, tolerantPacketSchema } from './packet.ts';

/**
 * A packet from a store in which others may have written anything. Unknown fields are dropped. Undefined where no valid
 * packet is there: whoever reads it counts it as unreadable and goes on.
 */
export function readPacket(fields: unknown): OutcomePacket | undefined {
  const read = tolerantPacketSchema.safeParse(fields);
  if (!read.success || encodePacket(read.data).length > MAX_PACKET_BYTES) return undefined;
  return freezePacket(read.data);
}
