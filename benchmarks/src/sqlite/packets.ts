import { createPacket, expiresAt, type OutcomeRecord, packetId, voterOf } from '@qis/core';
import { NOW, type RealText } from '../crossover/real-text.ts';

/** Tags and agents that so large a share of the packets has, spread evenly. */
export const TENTH = { tag: 'network', agent: 'agent-tenth#1' } as const;
export const HUNDREDTH = { tag: 'kerberos', agent: 'agent-hundredth#1' } as const;
const OTHER_AGENTS = 50;
/** What the MCP server gives a packet, in seconds. */
const TTL = 30 * 86_400;
/** Characters of problem and summary together, so that a packet stays within 512 bytes. */
const TEXT_AT_MOST = 240;

/** Packets as a team would leave them: a summary, which is the next packet's line, tags, agents, one packet a second. */
export function toPackets({ records }: RealText): readonly OutcomeRecord[] {
  return records.map(({ packet: { problem_description }, vector }, at) => {
    const next = records[(at + 1) % records.length] as OutcomeRecord;
    const room = Math.min(200, Math.max(0, TEXT_AT_MOST - problem_description.length));
    const packet = createPacket(
      {
        problem_description,
        outcome_type: 'resolved',
        confidence: 0.8,
        delta_summary: [...next.packet.problem_description].slice(0, room).join(''),
        domain_tags: tagsOf(at),
        timestamp: NOW - records.length + at + 0.25,
        agent_id: agentOf(at),
        ttl: TTL,
      },
      NOW,
    );
    const voter = voterOf(packet.agent_id);
    return {
      id: packetId(packet),
      packet,
      voter,
      vector: vector as Float32Array,
      expires_at: expiresAt(packet),
    };
  });
}

function tagsOf(at: number): string[] {
  const rare = at % 100 === 3 ? [HUNDREDTH.tag] : [];
  return [at % 10 === 0 ? TENTH.tag : 'packaging', ...rare];
}

function agentOf(at: number): string {
  if (at % 10 === 1) return TENTH.agent;
  return at % 100 === 2 ? HUNDREDTH.agent : `agent-${at % OTHER_AGENTS}#1`;
}
