import { createPacket, expiresAt, type OutcomeRecord, packetId, voterOf } from '@qis/core';
import { NOW, type RealText } from '../crossover/real-text.ts';

/** Tags and agents that so large a share of the packets has, spread evenly. */
export const TENTH = { tag: 'network', agent: 'agent-tenth#1' } as const;
export const HUNDREDTH = { tag: 'kerberos', agent: 'agent-hundredth#1' } as const;
const OTHER_AGENTS = 50;
/** What the MCP server gives a packet, in seconds. */
const TTL = 30 * 86_400;
/** Of problem and summary together, so that a packet stays within 512 bytes. */
const BYTES_AT_MOST = 240;

/** Packets as a team would leave them: a summary, which is the next packet's line, tags, agents, one packet a second. */
export function toPackets({ records }: RealText): readonly OutcomeRecord[] {
  return records.map(({ packet: { problem_description }, vector }, at) => {
    const { packet } = records[(at + 1) % records.length] as OutcomeRecord;
    const timestamp = NOW - records.length + at + 0.25;
    return recordAt(at, {
      text: problem_description,
      next: packet.problem_description,
      vector: vector as Float32Array,
      timestamp,
    });
  });
}

/** What is particular to one packet among many. */
export interface PacketSource {
  readonly text: string;
  /** The text of another, which becomes its summary as far as there is room. */
  readonly next: string;
  readonly vector: Float32Array;
  readonly timestamp: number;
}

/** The packet at a place among many: the place decides on its tags and its agent. */
export function recordAt(at: number, { text, next, vector, timestamp }: PacketSource): OutcomeRecord {
  const room = Math.min(200, Math.max(0, BYTES_AT_MOST - Buffer.byteLength(text)));
  const packet = createPacket(
    {
      problem_description: text,
      outcome_type: 'resolved',
      confidence: 0.8,
      delta_summary: beginning(next, room),
      domain_tags: tagsOf(at),
      timestamp,
      agent_id: agentOf(at),
      ttl: TTL,
    },
    timestamp,
  );
  return {
    id: packetId(packet),
    packet,
    voter: voterOf(packet.agent_id),
    vector,
    expires_at: expiresAt(packet),
  };
}

/** As many whole characters as so many bytes hold. */
function beginning(text: string, bytes: number): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(bytes)).read);
}

/** The tags of the packet at a place. */
export function tagsOf(at: number): string[] {
  const rare = at % 100 === 3 ? [HUNDREDTH.tag] : [];
  return [at % 10 === 0 ? TENTH.tag : 'packaging', ...rare];
}

function agentOf(at: number): string {
  if (at % 10 === 1) return TENTH.agent;
  return at % 100 === 2 ? HUNDREDTH.agent : `agent-${at % OTHER_AGENTS}#1`;
}
