import {
  createPacket,
  expiresAt,
  type Fingerprint,
  OutcomeError,
  type OutcomePacketInput,
  type OutcomeRecord,
  packetId,
  voterOf,
} from '@qis/core';
import { decodeVector, encodeVector } from './vector-text.ts';

/** A line of a file of packets, not looked into yet: a header, which holds for the lines after it, or a record. */
export type RawLine = Readonly<Record<string, unknown>>;

const FORMAT = 'qis-packets';
const VERSION = 1;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The article's eight. Nothing stands in for one that is missing: the same file must mean the same tomorrow. */
const REQUIRED = [
  'problem_description',
  'outcome_type',
  'confidence',
  'delta_summary',
  'domain_tags',
  'timestamp',
  'agent_id',
  'ttl',
];
const FINGERPRINT_TEXTS = ['model', 'revision', 'dtype', 'pooling', 'normalisation'] as const;

export function encodeHeader(fingerprint: Fingerprint): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, fingerprint })}\n`;
}

/** The vector last: what people read comes before it. */
export function encodeRecord({ id, packet, voter, expires_at, vector }: OutcomeRecord): string {
  const line = { id, ...packet, voter, expires_at, ...(vector && { vector: encodeVector(vector) }) };
  return `${JSON.stringify(line)}\n`;
}

/** @throws OutcomeError that never quotes the line. */
export function parseLine(text: string): RawLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OutcomeError('INVALID_PACKET', 'It is no JSON.'); // the parser's own words quote the line
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as RawLine;
  throw new OutcomeError('INVALID_PACKET', 'It is no JSON object.');
}

export function isHeader(line: RawLine): boolean {
  return Object.hasOwn(line, 'format');
}

/** @throws OutcomeError */
export function decodeHeader({ format, version, fingerprint }: RawLine): Fingerprint {
  if (format !== FORMAT) throw invalid('format', `is not ${FORMAT}`);
  if (version !== VERSION) {
    const message = `It is a header of another version of the format; this program reads version ${VERSION}.`;
    throw new OutcomeError('STORE_UNSUPPORTED', message, { field: 'version' });
  }
  if (isFingerprint(fingerprint)) return fingerprint;
  throw invalid('fingerprint', `must have ${FINGERPRINT_TEXTS.join(', ')} and dimensions`);
}

/**
 * Reads a record as strictly as a deposit. What can be computed may be left out: `id`, `voter`, `expires_at`; and the
 * vector. Does not know how long a vector must be, or what time it is.
 * @throws OutcomeError naming the field.
 */
export function decodeRecord(line: RawLine): OutcomeRecord {
  const { id, voter, expires_at, vector, ...fields } = line;
  const missing = REQUIRED.find((name) => !Object.hasOwn(fields, name));
  if (missing !== undefined) throw invalid(missing, 'is missing');
  const packet = createPacket(fields as unknown as OutcomePacketInput);
  const own = voterOf(packet.agent_id);
  if (voter !== undefined && voter !== own) {
    throw invalid('voter', 'is not the part of agent_id before "#": leave it out');
  }
  if (expires_at !== undefined && expires_at !== expiresAt(packet)) {
    throw invalid('expires_at', 'is not timestamp and ttl together: leave it out');
  }
  return {
    id: id === undefined ? packetId(packet) : idFrom(id),
    packet,
    voter: own,
    ...(vector !== undefined && { vector: decodeVector(vector) }),
    expires_at: expiresAt(packet),
  };
}

function idFrom(id: unknown): string {
  if (typeof id === 'string' && UUID.test(id)) return id;
  throw invalid('id', 'is no UUID in lower case: leave it out to have it computed');
}

function isFingerprint(value: unknown): value is Fingerprint {
  if (typeof value !== 'object' || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  const { dimensions } = members;
  return (
    FINGERPRINT_TEXTS.every((name) => typeof members[name] === 'string') &&
    typeof dimensions === 'number' &&
    Number.isInteger(dimensions) &&
    dimensions >= 1
  );
}

function invalid(field: string, fault: string): OutcomeError {
  return new OutcomeError('INVALID_PACKET', `${field} ${fault}.`, { field });
}
