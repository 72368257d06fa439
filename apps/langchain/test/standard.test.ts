// The checks that Python's langchain_tests make of every tool and retriever; there is no such suite in JavaScript. What
// Python checks twice, for calls that block and for those that do not, is one check here.
import { Document } from '@langchain/core/documents';
import { ToolMessage } from '@langchain/core/messages';
import { toJsonSchema, Validator } from '@langchain/core/utils/json_schema';
import { describe, expect, it } from 'vitest';
import { createQisTools, QisRetriever } from '../src/index.ts';
import { memoryRouter, outcome, sameProblem } from './fixture.ts';

const examples: Readonly<Record<string, Record<string, unknown>>> = {
  query: { problem_description: sameProblem, top_k: 3 },
  deposit: { ...outcome },
  synthesize: { problem_description: sameProblem, max_claims: 2, explain: true },
};

describe.each(createQisTools(memoryRouter(), { agentId: 'ann#1' }))('the tool $name', (tool) => {
  const args = examples[tool.name] ?? {};

  it('has a name, and a description', () => {
    expect(Object.keys(examples)).toContain(tool.name);
    expect(tool.description.length).toBeGreaterThan(0);
  });

  it('has an input schema that its example matches', () => {
    const schema = toJsonSchema(tool.schema);
    expect(schema).toMatchObject({ type: 'object', properties: { problem_description: { type: 'string' } } });
    const validator = new Validator(JSON.parse(JSON.stringify(schema)));
    expect(validator.validate(args).valid).toBe(true);
    expect(validator.validate({ ...args, problem_description: 7 }).valid).toBe(false);
  });

  it('answers a tool call with a tool message that has an artifact', async () => {
    const message: unknown = await tool.invoke({ type: 'tool_call', id: '123', name: tool.name, args });
    expect(message).toBeInstanceOf(ToolMessage);
    expect(message).toMatchObject({
      name: tool.name,
      tool_call_id: '123',
      status: 'success',
      content: expect.any(String),
      artifact: expect.any(Object),
    });
  });

  it('takes bare arguments too', async () => {
    expect(await tool.invoke(args)).toEqual(expect.any(String));
  });
});

describe('the retriever', () => {
  const filled = async (k?: number): Promise<QisRetriever> => {
    const router = memoryRouter();
    for (const voter of ['ann', 'bob', 'eve', 'joe']) await router.deposit({ ...outcome, agent_id: voter });
    return new QisRetriever({ router, ...(k !== undefined && { k }) });
  };

  it('returns documents', async () => {
    const documents = await (await filled()).invoke(sameProblem);
    expect(documents).toHaveLength(4);
    for (const document of documents) expect(document).toBeInstanceOf(Document);
  });

  it.each([1, 3])('returns as many as its k, %d', async (k) => {
    expect(await (await filled(k)).invoke(sameProblem)).toHaveLength(k);
  });

  it.each([1, 3])('returns as many as the k of an invocation, %d', async (k) => {
    const retriever = await filled(2);
    expect(await retriever.invoke(sameProblem, { k })).toHaveLength(k);
    expect(await retriever.invoke(sameProblem)).toHaveLength(2);
  });
});
