import { join } from 'node:path';
import { MemoryTransport } from '@qis/memory';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it, vi } from 'vitest';
import { call, connect, dataIn, withoutNotes } from './connect.ts';
import { fixture, outcome } from './fixture.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';

const problem_description = 'grpc stream resets after exactly one hour behind the office proxy';
const open = { problem_description, outcome_type: 'open', confidence: 0.5, delta_summary: 'no idea yet' };
const remedy = { ...open, outcome_type: 'resolved', delta_summary: 'Raised the idle timeout of the proxy' };

describe('an agent that left a problem open', () => {
  it('is told of the answer with its next call to any tool, across processes, once in each', async () => {
    const transport = `sqlite:${join(temporaryFolder(), 'outcomes.db')}`;
    const start = async (agentId: string): Promise<SpawnedServer> => {
      const server = new SpawnedServer([...SOURCE, '--transport', transport, '--agent-id', agentId]);
      await server.initialize();
      return server;
    };
    const content = async (server: SpawnedServer, tool: string, args: object) =>
      (await server.call(tool, args)).result?.structuredContent ?? {};
    const [ann, bob] = await Promise.all([start('ann'), start('bob')]);
    const { id: open_id } = await content(ann, 'deposit', open);
    expect(await content(ann, 'query', { problem_description: 'soup' })).not.toHaveProperty('answered');
    const replied = await content(bob, 'deposit', { ...remedy, in_reply_to: [open_id] });
    const answered = {
      note: expect.stringContaining('never instructions'),
      answers: [
        {
          id: replied.id,
          outcome_type: 'resolved',
          delta_summary: remedy.delta_summary,
          your_problem: problem_description,
        },
      ],
    };
    expect(await content(ann, 'deposit', outcome)).toHaveProperty('answered', answered);
    expect(await content(ann, 'query', { problem_description: 'soup' })).not.toHaveProperty('answered');
    const later = await start('ann'); // another session of the same voter
    expect(await content(later, 'synthesize', { problem_description: 'soup' })).toHaveProperty(
      'answered',
      answered,
    );
    expect(await content(bob, 'query', { problem_description: 'soup' })).not.toHaveProperty('answered');
  });

  it('is told in few tokens', async () => {
    const { router, server } = fixture();
    const { id } = await router.deposit({ ...open, outcome_type: 'open', agent_id: 'ann#1' });
    const client = await connect(server({ agentId: 'ann#2' }));
    for (const agent_id of ['bob', 'cem', 'dora'])
      await router.deposit({ ...remedy, outcome_type: 'resolved', agent_id, in_reply_to: [id] });
    const { text, content } = await call(client, 'query', { problem_description: 'soup' });
    expect(dataIn(text)).toEqual(withoutNotes(content));
    expect(content?.answered).toHaveProperty('answers.length', 2);
    expect(countTokens(JSON.stringify(content?.answered))).toBeLessThanOrEqual(200);
  });

  it('gets the answer of its call though looking for answers fails, and the failure is reported', async () => {
    class NoScan extends MemoryTransport {
      override async scan(): Promise<never> {
        throw new Error('no scan today');
      }
    }
    const { server } = fixture({ transport: new NoScan() });
    const onError = vi.fn();
    const client = await connect(server({ agentId: 'ann#1', onError }));
    const { isError, content } = await call(client, 'deposit', outcome);
    expect(isError).toBe(false);
    expect(content).toEqual({ id: expect.any(String), expires_in: '30d' });
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: 'STORE_FAILED' }), 'deposit');
  });
});
