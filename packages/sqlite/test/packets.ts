import { createPacket, type OutcomePacket, packetId } from '@qis/core';

/** The clock of agents that are told the time, in seconds since the epoch. */
export const CLOCK = 1_800_000_000;

/** The packet of a number as it is deposited for the `version`th time: the id stays, the timestamp and the rest do not. */
export function packetOf(number: number, version = 0): OutcomePacket {
  return createPacket(
    {
      problem_description: `problem ${number}`,
      outcome_type: 'resolved',
      confidence: (version % 101) / 100,
      delta_summary: `remedy ${number}`,
      domain_tags: [`version-${version}`],
      agent_id: `voter-${number % 9}#${version}`,
      timestamp: CLOCK - 86_400 + version / 100,
      ttl: 31_536_000,
      ...(number % 7 === 0 && { in_reply_to: [packetIdOf(number + 1), packetIdOf(number + 2)] }),
    },
    CLOCK,
  );
}

export function packetIdOf(number: number): string {
  return packetId(packetOf(number));
}
