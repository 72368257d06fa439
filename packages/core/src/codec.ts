import { decode, Encoder } from '@msgpack/msgpack';
import { OutcomeError } from './errors.ts';
import { freezePacket, MAX_PACKET_BYTES, type OutcomePacket, tolerantPacketSchema } from './packet.ts';
import { parseInput } from './parse-input.ts';
import { uuidFromBytes, uuidToBytes } from './uuid.ts';

/**
 * The wire form: a MessagePack map with the fields in the order of the packet, `confidence` and `timestamp` always
 * float64. The first eight are byte for byte what Python's `msgpack.packb(asdict(packet))` gives. Takes a valid packet.
 */
export function encodePacket(packet: OutcomePacket): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(FIXMAP | (packet.in_reply_to ? 9 : 8))];
  const field = (name: keyof OutcomePacket, value: Uint8Array): void => {
    parts.push(KEYS[name], value);
  };
  field('problem_description', encode(packet.problem_description));
  field('outcome_type', encode(packet.outcome_type));
  field('confidence', float64(packet.confidence));
  field('delta_summary', encode(packet.delta_summary));
  field('domain_tags', encode(packet.domain_tags));
  field('timestamp', float64(packet.timestamp));
  field('agent_id', encode(packet.agent_id));
  field('ttl', encode(packet.ttl));
  if (packet.in_reply_to) field('in_reply_to', encode(packet.in_reply_to.map(uuidToBytes)));
  return concatenate(parts);
}

/**
 * Reads the wire form: any key order, unknown keys ignored.
 * @throws OutcomeError `PACKET_TOO_LARGE` beyond 512 bytes, `INVALID_PACKET` for anything that is no valid packet.
 */
export function decodePacket(bytes: Uint8Array): OutcomePacket {
  if (bytes.length > MAX_PACKET_BYTES) {
    throw new OutcomeError(
      'PACKET_TOO_LARGE',
      `The packet takes ${bytes.length} bytes, the limit is ${MAX_PACKET_BYTES}.`,
    );
  }
  const wire = decodeMap(bytes);
  const fields: Record<string, unknown> = Object.fromEntries(
    Object.entries(wire).map(([key, value]) => [
      key,
      key === 'in_reply_to' ? mapList(value, idFromWire) : textFromWire(value),
    ]),
  );
  return freezePacket(parseInput(tolerantPacketSchema, fields, 'INVALID_PACKET'));
}

/** One for all: making one for each value takes several times as long as the packet itself. */
const encoder = new Encoder();

function encode(value: unknown): Uint8Array {
  return encoder.encode(value);
}

const KEYS: Readonly<Record<keyof OutcomePacket, Uint8Array>> = {
  problem_description: encode('problem_description'),
  outcome_type: encode('outcome_type'),
  confidence: encode('confidence'),
  delta_summary: encode('delta_summary'),
  domain_tags: encode('domain_tags'),
  timestamp: encode('timestamp'),
  agent_id: encode('agent_id'),
  ttl: encode('ttl'),
  in_reply_to: encode('in_reply_to'),
};
const FIXMAP = 0x80;
const FLOAT64 = 0xcb;
const DECODE_OPTIONS = {
  rawStrings: true, // the library's own UTF-8 reader accepts ill-formed bytes
  maxStrLength: MAX_PACKET_BYTES,
  maxBinLength: MAX_PACKET_BYTES,
  maxArrayLength: MAX_PACKET_BYTES,
  maxMapLength: 64,
  maxExtLength: 0,
};

function decodeMap(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = decode(bytes, DECODE_OPTIONS);
  } catch (cause) {
    throw new OutcomeError('INVALID_PACKET', 'The bytes are not MessagePack.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new OutcomeError('INVALID_PACKET', 'The bytes are not a MessagePack map.');
  }
  return value as Record<string, unknown>;
}

function mapList(value: unknown, map: (item: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(map) : value;
}

function idFromWire(value: unknown): unknown {
  return value instanceof Uint8Array ? uuidFromBytes(value) : undefined; // the schema sees to its length
}

/** Strings, alone and in lists; undefined, which no field takes, where the bytes are not UTF-8. */
function textFromWire(value: unknown): unknown {
  if (!(value instanceof Uint8Array))
    return mapList(value, (item) => (Array.isArray(item) ? item : textFromWire(item)));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return undefined;
  }
}

function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = FLOAT64;
  new DataView(bytes.buffer).setFloat64(1, value);
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
