import { randomBytes, randomUUID } from 'node:crypto';
import {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

type Answer = CallToolResult | InputRequiredResult;
type Tool = (request: ServerContext['mcpReq']) => Answer | Promise<Answer>;
type Kind = 'user_name' | 'greeting' | 'client_roots';

interface State {
  readonly round: number;
  /** So that no state is another's. */
  readonly once: string;
}

/** What a tool keeps between two requests goes through the client, signed. */
export const requestState: RequestStateCodec<State> = createRequestStateCodec<State>({
  key: randomBytes(32),
});
const round = (number: number): Promise<string> => requestState.mint({ round: number, once: randomUUID() });

const said = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });
const completion = (words: string): InputRequests[string] =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: words } }],
    maxTokens: 50,
  });
const form = (message: string, field: string): InputRequests[string] =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type: 'string' } }, required: [field] },
  });
const asks: Readonly<Record<Kind, InputRequests[string]>> = {
  user_name: form('What is your name?', 'name'),
  greeting: completion('Write a greeting'),
  client_roots: inputRequired.listRoots(),
};
const confirm: InputRequests = {
  confirm: inputRequired.elicit({
    message: 'Please confirm',
    requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  }),
};

/** Of each kind, where the client has a say in it. */
const NEEDED: Readonly<Record<Kind, 'elicitation' | 'sampling' | 'roots'>> = {
  user_name: 'elicitation',
  greeting: 'sampling',
  client_roots: 'roots',
};

/** The tools of the scenarios about questions of 2026-07-28, which are answered in a second request. */
const tools: Readonly<Record<string, Tool>> = {
  test_missing_capability: ({ inputResponses }) =>
    inputResponses?.llm_answer
      ? said('pong')
      : inputRequired({ inputRequests: { llm_answer: completion('ping') } }),
  test_input_required_result_elicitation: ({ inputResponses }) => {
    const name = nameIn(inputResponses);
    return name ? said(`Hello, ${name}!`) : inputRequired({ inputRequests: { user_name: asks.user_name } });
  },
  test_input_required_result_sampling: ({ inputResponses }) =>
    inputResponses?.capital_question
      ? said(JSON.stringify(inputResponses.capital_question))
      : inputRequired({ inputRequests: { capital_question: completion('What is the capital of France?') } }),
  test_input_required_result_list_roots: ({ inputResponses }) =>
    inputResponses?.client_roots
      ? said(JSON.stringify(inputResponses.client_roots))
      : inputRequired({ inputRequests: { client_roots: asks.client_roots } }),
  test_input_required_result_request_state: confirming('state-ok'),
  test_input_required_result_tampered_state: confirming('integrity-ok'),
  test_input_required_result_multiple_inputs: async ({ inputResponses }) =>
    Object.keys(asks).every((kind) => inputResponses?.[kind])
      ? said(JSON.stringify(inputResponses))
      : inputRequired({ inputRequests: asks, requestState: await round(1) }),
  test_input_required_result_multi_round: async (request) => {
    const reached = request.requestState<State>()?.round ?? 0;
    if (reached === 2) return said(JSON.stringify(request.inputResponses));
    const step = `step${reached + 1}`;
    const question = form(`Step ${reached + 1}`, reached === 0 ? 'name' : 'color');
    return inputRequired({ inputRequests: { [step]: question }, requestState: await round(reached + 1) });
  },
  test_input_required_result_capabilities: ({ inputResponses, envelope }) => {
    // The SDK's type hides the keys of the envelope.
    const meta: Readonly<Record<string, unknown>> = envelope ?? {};
    const declared = Object(meta[CLIENT_CAPABILITIES_META_KEY]) as Readonly<Record<string, unknown>>;
    const inputRequests = Object.fromEntries(
      Object.entries(asks).filter(([kind]) => declared[NEEDED[kind as Kind]] !== undefined),
    );
    const none = Object.keys(inputRequests).length === 0;
    return inputResponses || none ? said('Nothing more to ask.') : inputRequired({ inputRequests });
  },
};

export function registerInputRequired(server: McpServer): void {
  for (const [name, tool] of Object.entries(tools)) {
    const described = { description: 'Asks, and goes on in the next request', inputSchema: z.object({}) };
    server.registerTool(name, described, (_, { mcpReq }) => tool(mcpReq));
  }
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks, and goes on in the next request', argsSchema: z.object({}) },
    (_, { mcpReq }) => {
      const context = acceptedContent<{ context: string }>(mcpReq.inputResponses, 'user_context')?.context;
      if (context === undefined) {
        return inputRequired({
          inputRequests: { user_context: form('In which context?', 'context') },
        });
      }
      return { messages: [{ role: 'user', content: { type: 'text', text: `The context: ${context}` } }] };
    },
  );
}

/** A tool that wants a yes and its own state back; the server has verified that before it runs. */
function confirming(words: string): Tool {
  return async (request) =>
    request.requestState() !== undefined && acceptedContent(request.inputResponses, 'confirm')
      ? said(words)
      : inputRequired({ inputRequests: confirm, requestState: await round(1) });
}

function nameIn(responses: ServerContext['mcpReq']['inputResponses']): string | undefined {
  const name = acceptedContent<{ name: unknown }>(responses, 'user_name')?.name;
  return typeof name === 'string' ? name : undefined;
}
