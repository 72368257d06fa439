import { AIMessage } from '@langchain/core/messages';
import { MAX_REPLIES } from '@qis/core';
import type { FinishedState } from './qis-middleware.ts';
import type { Quote } from './quote.ts';

/**
 * The quoted packets that the agent names in what it said, called or answered since: those it says that it used, the
 * nearest first, as many as a packet can reply to.
 */
export function usedPackets({ messages, structuredResponse }: FinishedState, quote: Quote): string[] {
  const since = messages.slice(messages.findIndex(({ id }) => id === quote.message_id) + 1);
  const said = since.filter(AIMessage.isInstance).map(({ content, tool_calls }) => [content, tool_calls]);
  const text = JSON.stringify([said, structuredResponse]);
  return quote.ids.filter((id) => text.includes(id)).slice(0, MAX_REPLIES);
}
