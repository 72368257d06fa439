import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { usedPackets } from './used-packets.ts';

const ids = Array.from({ length: 6 }, (_, i) => `d0648a30-0863-8f0f-9512-00000000000${i}`);
const [first = '', second = ''] = ids;
const quote = { message_id: 'problem', text: '', ids };
const problem = new HumanMessage({ id: 'problem', content: 'it fails' });
const call = { type: 'tool_call', id: '1', name: 'apply', args: { because: [second] } } as const;

describe('a packet is used', () => {
  it.each([
    ['says its id', { messages: [problem, new AIMessage(`I went by ${second}.`)] }],
    ['says it in a block', { messages: [problem, new AIMessage([{ type: 'text', text: `by ${second}` }])] }],
    ['calls a tool with it', { messages: [problem, new AIMessage({ content: '', tool_calls: [call] })] }],
    ['answers with it', { messages: [problem, new AIMessage('')], structuredResponse: { by: [second] } }],
    ['says it when the problem is no longer there', { messages: [new AIMessage(`By ${second}.`)] }],
  ])('where the agent %s', (_, state) => {
    expect(usedPackets(state, quote)).toEqual([second]);
  });

  it.each([
    ['a user', [problem, new HumanMessage(`try ${second}`)]],
    ['a tool', [problem, new ToolMessage({ tool_call_id: '1', content: second })]],
    ['an earlier run', [new AIMessage(`I went by ${second}.`), problem]],
    ['nobody', [problem, new AIMessage('Done.')]],
  ])('not where %s names it', (_, messages) => {
    expect(usedPackets({ messages }, quote)).toEqual([]);
  });

  it('the nearest first, four at most', () => {
    const messages = [problem, new AIMessage(ids.toReversed().join(' and '))];
    expect(usedPackets({ messages }, quote)).toEqual([first, second, ids[2], ids[3]]);
  });
});
