import { encodePacket } from './codec.ts';
import { OutcomeError } from './errors.ts';
import {
  DEFAULT_TTL,
  freezePacket,
  MAX_PACKET_BYTES,
  type OutcomePacket,
  type OutcomePacketInput,
  packetSchema,
} from './packet.ts';
import { parseInput } from './parse-input.ts';

/**
 * Validates and completes a packet. Missing: `domain_tags` [], `timestamp` `now`, `agent_id` '', `ttl`
 * {@link DEFAULT_TTL}; an empty `in_reply_to` counts as missing.
 *
 * @param now seconds since the epoch; default the system clock.
 * @throws OutcomeError `INVALID_PACKET` or `PACKET_TOO_LARGE`, naming the field.
 */
export function createPacket(input: OutcomePacketInput, now: number = Date.now() / 1000): OutcomePacket {
  const defaults = { domain_tags: [], timestamp: now, agent_id: '', ttl: DEFAULT_TTL };
  const given = typeof input === 'object' && input !== null ? dropMissing(input) : input;
  const packet = parseInput(
    packetSchema,
    typeof given === 'object' && !Array.isArray(given) ? { ...defaults, ...given } : given,
    'INVALID_PACKET',
  );
  assertPacketFits(packet);
  return freezePacket(packet);
}

function dropMissing(input: object): object {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([key, value]) =>
        value !== undefined && !(key === 'in_reply_to' && Array.isArray(value) && value.length === 0),
    ),
  );
}

function assertPacketFits(packet: OutcomePacket): void {
  const bytes = encodePacket(packet).length;
  if (bytes <= MAX_PACKET_BYTES) return;
  const [field, size] = largestField(packet);
  const message = `The packet takes ${bytes} bytes, the limit is ${MAX_PACKET_BYTES}: shorten ${field} (${size} bytes), or other fields, by ${bytes - MAX_PACKET_BYTES} bytes in all.`;
  throw new OutcomeError('PACKET_TOO_LARGE', message, { field });
}

function largestField(packet: OutcomePacket): readonly [field: string, bytes: number] {
  const utf8 = new TextEncoder();
  const size = (text: string): number => utf8.encode(text).length;
  const sizes: [string, number][] = [
    ['problem_description', size(packet.problem_description)],
    ['delta_summary', size(packet.delta_summary)],
    ['domain_tags', packet.domain_tags.reduce((sum, tag) => sum + size(tag), 0)],
    ['agent_id', size(packet.agent_id)],
  ];
  return sizes.reduce((a, b) => (b[1] > a[1] ? b : a));
}
