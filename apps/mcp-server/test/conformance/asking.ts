import type { CallToolResult, ElicitRequestFormParams, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const choices = ['option1', 'option2', 'option3'];
const titled = (word: string): { const: string; title: string }[] =>
  ['First', 'Second', 'Third'].map((nth, i) => ({ const: `value${i + 1}`, title: `${nth} ${word}` }));

/** The forms that two proposals brought: defaults of every type, and every way to list choices. */
const forms: Readonly<Record<string, ElicitRequestFormParams>> = {
  test_elicitation_sep1034_defaults: {
    message: 'Please review the defaults',
    requestedSchema: {
      type: 'object',
      properties: {
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: true },
      },
      required: [],
    },
  },
  test_elicitation_sep1330_enums: {
    message: 'Please choose',
    requestedSchema: {
      type: 'object',
      properties: {
        untitledSingle: { type: 'string', enum: choices },
        titledSingle: { type: 'string', oneOf: titled('Option') },
        legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
        untitledMulti: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'string', enum: choices } },
        titledMulti: { type: 'array', minItems: 1, maxItems: 3, items: { anyOf: titled('Choice') } },
      },
      required: [],
    },
  },
};

/** The scenarios look at the question alone. Their answer comes at once, and without a session it does not arrive here. */
const soon = { timeout: 1_000 };

/** What scenarios of 2025 ask for: tools that ask the client something while they run. */
export function registerAsking(server: McpServer): void {
  server.registerTool(
    'test_sampling',
    { description: 'Asks for a completion', inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, { mcpReq }) => {
      const messages = [{ role: 'user' as const, content: { type: 'text' as const, text: prompt } }];
      return told(
        await mcpReq.send({ method: 'sampling/createMessage', params: { messages, maxTokens: 100 } }, soon),
      );
    },
  );
  server.registerTool(
    'test_elicitation',
    { description: 'Asks a person', inputSchema: z.object({ message: z.string() }) },
    async ({ message }, { mcpReq }) => {
      const properties = { response: { type: 'string' as const } };
      const requestedSchema = { type: 'object' as const, properties, required: ['response'] };
      return told(
        await mcpReq.send({ method: 'elicitation/create', params: { message, requestedSchema } }, soon),
      );
    },
  );
  for (const [name, params] of Object.entries(forms)) {
    const described = { description: 'Asks a person', inputSchema: z.object({}) };
    server.registerTool(name, described, async (_, { mcpReq }) =>
      told(await mcpReq.send({ method: 'elicitation/create', params: { ...params } }, soon)),
    );
  }
}

function told(answer: object): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(answer) }] };
}
