// What the edge test bundles and runs where there is no Node: an agent with all that this package has, over a gateway
// that it reaches by `fetch` alone.
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import { OutcomeRouter } from '@qis/core';
import { RestTransport } from '@qis/rest';
import { createAgent, fakeModel } from 'langchain';
import { createQisTools, QisRetriever } from '../src/index.ts';
import { qisMiddleware } from '../src/middleware.ts';

/** Two agents meet a problem, the second learns of the first: what it was shown, said, and what a retriever finds then. */
export async function meet(url: string, outcome: object, problem: string): Promise<readonly string[]> {
  const router = new OutcomeRouter({ transport: new RestTransport({ url }) });
  const ann = createAgent({
    model: fakeModel()
      .respondWithTools([{ name: 'deposit', args: { ...outcome } }])
      .respond(new AIMessage('Left it.')),
    tools: createQisTools(router, { agentId: 'ann#1' }),
  });
  await ann.invoke({ messages: [new HumanMessage(problem)] });
  const model = fakeModel().respond(new AIMessage('Read it.'));
  const bob = createAgent({ model, tools: [], middleware: [qisMiddleware(router, { agentId: 'bob#1' })] });
  const { messages } = await bob.invoke({ messages: [new HumanMessage(problem)] });
  const documents = await new QisRetriever({ router }).invoke(problem);
  await router.close();
  return [
    model.calls[0]?.messages[0]?.text ?? '',
    messages.at(-1)?.text ?? '',
    ...documents.map(({ pageContent }) => pageContent),
  ];
}
