// Agents of LangChain over this server, as its users connect them: each with a process of its own, all over one file.
import { AIMessage, type BaseMessage, HumanMessage, type ToolMessage } from '@langchain/core/messages';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { createAgent, FakeToolCallingModel, fakeModel } from 'langchain';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outcome } from './fixture.ts';
import { SOURCE, temporaryFolder } from './spawned.ts';

const problem_description = 'two writers and sqlite says database is locked';
const asked = { messages: [new HumanMessage(problem_description)] };

/** A server that is spawned for one agent; it ends with the test at the latest. */
async function connect(agentId: string, folder: string) {
  const client = new MultiServerMCPClient({
    qis: {
      transport: 'stdio',
      command: process.execPath,
      args: [...SOURCE, '--agent-id', agentId],
      env: { PATH: process.env.PATH ?? '', XDG_DATA_HOME: folder },
    },
  });
  onTestFinished(() => client.close());
  return { client, tools: await client.getTools() };
}

const calling = (name: string, args: object): AIMessage =>
  new AIMessage({
    content: '',
    tool_calls: [{ type: 'tool_call', id: `call_${name}`, name, args: { ...args } }],
  });

function resultOf(name: string, messages: readonly BaseMessage[]): string {
  const [result] = messages.filter((message) => message.type === 'tool' && message.name === name);
  return JSON.stringify((result as ToolMessage | undefined)?.content);
}

describe('through @langchain/mcp-adapters', () => {
  it('the second agent goes by what the first left, in a process that has ended', async () => {
    const folder = temporaryFolder();
    const ann = new FakeToolCallingModel({
      toolCalls: [[{ id: '1', name: 'deposit', args: { ...outcome } }], []],
    });
    const first = await connect('ann', folder);
    await createAgent({ model: ann, tools: first.tools }).invoke(asked);
    await first.client.close();

    const idIn = (messages: readonly BaseMessage[]) =>
      /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(resultOf('query', messages))?.[0];
    const bob = fakeModel()
      .respond(calling('query', { problem_description }))
      .respond((messages) => {
        const said = { ...outcome, problem_description, delta_summary: 'As reported; it worked.' };
        return calling('deposit', { ...said, in_reply_to: [idIn(messages)] });
      })
      .respond(new AIMessage('Done.'));
    const { tools } = await connect('bob', folder);
    const { messages } = await createAgent({ model: bob, tools }).invoke(asked);
    expect(resultOf('query', messages)).toContain(outcome.delta_summary);
    expect(resultOf('deposit', messages)).toContain('expires_in');

    const eve = fakeModel()
      .respond(calling('query', { problem_description }))
      .respond(new AIMessage('Done.'));
    const third = await connect('eve', folder);
    const seen = await createAgent({ model: eve, tools: third.tools }).invoke(asked);
    expect(resultOf('query', seen.messages)).toContain('As reported; it worked.');
    expect(resultOf('query', seen.messages)).toContain(`\\"in_reply_to\\":[\\"${idIn(messages)}\\"]`);
  });

  it('what the server refuses comes back to the model with what to do', async () => {
    const model = fakeModel()
      .respond(calling('deposit', { ...outcome, problem_description: 'x'.repeat(600) }))
      .respond(new AIMessage('Oh.'));
    const { tools } = await connect('ann', temporaryFolder());
    const { messages } = await createAgent({ model, tools }).invoke(asked);
    expect(resultOf('deposit', messages)).toMatch(
      /PACKET_TOO_LARGE: .* shorten problem_description .* call deposit again\./,
    );
  });
});
