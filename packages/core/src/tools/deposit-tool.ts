import { z } from 'zod';
import type { DepositReceipt } from '../deposit.ts';
import { MAX_PACKET_BYTES, type OutcomePacketInput, packetFields } from '../packet.ts';
import { outcomeParameters } from './parameters.ts';
import { parseArguments } from './parse-arguments.ts';
import { systemClock, timeSpan } from './time-span.ts';
import type { Tool, ToolContext, ToolResult } from './tool.ts';

const schema = z.strictObject({
  problem_description: packetFields.problem_description.describe(
    'the problem as another agent would meet it, in a sentence or two',
  ),
  ...outcomeParameters,
});

/** Leaves an outcome for others. */
export const depositTool: Tool = {
  name: 'deposit',
  title: 'Deposit an outcome',
  description: `Leave a short record of how a problem went, for other agents. Call it as soon as you know: you solved something that was not obvious, a remedy failed, you leave a problem open, or you used a packet and can confirm or contradict it (in_reply_to). One finding a packet, ${MAX_PACKET_BYTES} bytes in all. Outcomes only: no secrets, personal data or code. Returns the packet's id.`,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  inputSchema: schema,
  async run(router, args, context) {
    const packet = parseArguments('deposit', schema, args, 'INVALID_PACKET');
    const { signal } = context;
    const receipt = await router.deposit(signed(packet, context), { ...(signal && { signal }) });
    return readableReceipt(receipt, context);
  },
};

/** A packet with its author's name, and the host's `ttl` where the author gave none. */
export function signed(packet: OutcomePacketInput, { agentId, ttl }: ToolContext): OutcomePacketInput {
  return { ttl, ...packet, agent_id: agentId };
}

/** A receipt for a reader without a clock. */
export function readableReceipt(
  { id, expires_at }: DepositReceipt,
  { now = systemClock }: ToolContext,
): ToolResult {
  return { id, expires_in: timeSpan(Math.round(expires_at - now())) };
}
