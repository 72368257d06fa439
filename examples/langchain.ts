// Two agents of LangChain over one store: the second one solves with what the first left.
//
//   node --conditions=@qis/source examples/langchain.ts
//
// By itself this is offline: a script plays the model, in both agents. MODEL=PROVIDER:NAME, as in
// MODEL=anthropic:claude-sonnet-4-5, asks a real one; that needs the provider's package (here @langchain/anthropic) and key.
import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages';
import { OutcomeRouter } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';
import { type FinishedState, qisMiddleware, type UnsignedOutcome } from '@qis/langchain/middleware';
import { MemoryTransport } from '@qis/memory';
import { createAgent, fakeModel, tool } from 'langchain';
import { z } from 'zod';

const GREEN = 'CI is green.';
const RED =
  'CI is red as before: npm ci can only install packages when package.json and package-lock.json are in sync.';
const systemPrompt =
  'You mend CI. Apply one change at a time until CI is green, then say in one sentence what it was. Give up after five.';

/** The world: CI is green once the lockfile was made with CI's own version of npm. */
const apply = tool(({ change }) => (/lockfile/i.test(change) && /version/i.test(change) ? GREEN : RED), {
  name: 'apply',
  description: 'Applies a change to the project and runs CI.',
  schema: z.object({ change: z.string().max(200).describe('what is done, in one sentence') }),
});

const router = new OutcomeRouter({ transport: new MemoryTransport(), embedder: new StaticEmbedder() });
const { MODEL } = process.env;
console.log(
  MODEL
    ? `The model is ${MODEL}.`
    : 'A SCRIPT plays the model: no language model is asked. MODEL=PROVIDER:NAME asks a real one.',
);
await meet('ann#1', 'npm ci fails: lockfile is not in sync with package.json');
await meet('bob#1', 'CI stops because package-lock.json is out of sync');
await router.close();

/** An agent meets a problem, and what it tried and what came of it are left for the next one. */
async function meet(agentId: string, problem: string): Promise<void> {
  const outcomeFrom = (state: FinishedState): UnsignedOutcome | undefined => outcomeOf(problem, state);
  const agent = createAgent({
    model: MODEL || scriptedModel(),
    tools: [apply],
    systemPrompt,
    middleware: [qisMiddleware(router, { agentId, outcomeFrom })],
  });
  const { messages } = await agent.invoke({ messages: [new HumanMessage(problem)] });
  const changes = changesIn(messages);
  console.log(`\n${agentId} meets: ${problem}`);
  for (const change of changes) console.log(`  applies: ${change}`);
  console.log(`  says: ${messages.at(-1)?.text}`);
  console.log(`  changes applied: ${changes.length}`);
}

/** The last change, and whether it helped: no model has to be asked for it. */
function outcomeOf(problem_description: string, { messages }: FinishedState): UnsignedOutcome | undefined {
  const delta_summary = changesIn(messages).at(-1);
  if (delta_summary === undefined) return undefined;
  const solved = messages.some(({ name, text }) => name === apply.name && text === GREEN);
  const outcome_type = solved ? 'resolved' : 'contradicted';
  return { problem_description, outcome_type, confidence: 0.9, delta_summary, domain_tags: ['ci', 'npm'] };
}

function changesIn(messages: readonly BaseMessage[]): readonly string[] {
  const calls = messages.filter(AIMessage.isInstance).flatMap(({ tool_calls }) => tool_calls ?? []);
  return calls.filter(({ name }) => name === apply.name).map(({ args }) => String(args.change));
}

/** Goes by the first packet that it is shown; otherwise by ideas of its own. */
function scriptedModel(): ReturnType<typeof fakeModel> {
  const ideas = [
    'Cleared the npm cache and ran npm ci again.',
    'Ran npm install with the npm version of CI and committed the lockfile.',
  ];
  const next = (messages: BaseMessage[]): AIMessage => {
    const shown = /<quoted_outcomes>\n(.*)/.exec(messages.map(({ text }) => text).join('\n'))?.[1];
    const packet = shown === undefined ? undefined : JSON.parse(shown);
    const tried = changesIn(messages).length;
    if (messages.at(-1)?.text === GREEN) {
      return new AIMessage(packet ? `It was as ${packet.id} says.` : 'It was the version of npm.');
    }
    const args = { change: packet?.delta_summary ?? ideas[tried] };
    return new AIMessage({
      content: '',
      tool_calls: [{ type: 'tool_call', id: `call_${tried}`, name: apply.name, args }],
    });
  };
  return fakeModel().respond(next).respond(next).respond(next);
}
