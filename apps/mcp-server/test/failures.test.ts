import { OutcomeError } from '@qis/core';
import { MemoryTransport } from '@qis/memory';
import { describe, expect, it } from 'vitest';
import { createServer } from '../src/index.ts';
import { call, connect } from './connect.ts';
import { fixture, outcome } from './fixture.ts';
import { LetterEmbedder } from './letter-embedder.ts';

const problem_description = outcome.problem_description;
const unused = {
  deposit: (): Promise<never> => Promise.reject(new Error('not used here')),
  query: (): Promise<never> => Promise.reject(new Error('not used here')),
  synthesize: (): Promise<never> => Promise.reject(new Error('not used here')),
};
const SECRET = 'qdrant.internal.example:6333';

class Unreachable extends MemoryTransport {
  override async write(): Promise<never> {
    throw new Error(`connect ECONNREFUSED ${SECRET}`);
  }
  override async search(): Promise<never> {
    throw new Error(`connect ECONNREFUSED ${SECRET}`);
  }
  override classify(): { code: 'STORE_UNAVAILABLE'; retryable: boolean } {
    return { code: 'STORE_UNAVAILABLE', retryable: false };
  }
}

class Broken extends LetterEmbedder {
  override async embed(): Promise<never> {
    throw new Error(`no such file ${SECRET}`);
  }
}

describe('a call that fails', () => {
  it.each([
    ['deposit', {}, 'problem_description must be a text that is not blank: say what the problem is.'],
    [
      'deposit',
      { ...outcome, domain_tag: ['a'] },
      'domain_tag is no parameter of deposit. It takes problem_description, outcome_type,',
    ],
    ['deposit', { ...outcome, agent_id: 'somebody-else' }, 'agent_id is no parameter of deposit.'],
    ['deposit', { ...outcome, timestamp: 1 }, 'timestamp is no parameter of deposit.'],
    [
      'deposit',
      { ...outcome, outcome_type: 'solved' },
      'outcome_type must be one of resolved, partial, contradicted, open.',
    ],
    ['deposit', { ...outcome, confidence: '0.9' }, 'confidence must be a number from 0 to 1.'],
    [
      'deposit',
      { ...outcome, delta_summary: 'x'.repeat(201) },
      'delta_summary is 201 code points long, the limit is 200: shorten it.',
    ],
    ['deposit', { ...outcome, domain_tags: 'sqlite' }, 'domain_tags must be a list of texts.'],
    ['deposit', { ...outcome, domain_tags: [' '] }, 'domain_tags[0] must be a text that is not blank.'],
    ['deposit', { ...outcome, ttl: 0 }, 'ttl must be whole seconds, 1 to 31536000.'],
    ['deposit', { ...outcome, in_reply_to: ['7'] }, 'in_reply_to[0] must be the id of a packet, a UUID.'],
    ['deposit', { ...outcome, problem_description: 'x'.repeat(500) }, 'The packet takes'],
    [
      'deposit',
      { ...outcome, problem_description: 'a\u202Eb' },
      'problem_description holds U+202E, a bidirectional control: remove it.',
    ],
    [
      'query',
      { problem_description: ' ' },
      'problem_description must be a text that is not blank: say what the problem is.',
    ],
    ['query', { problem_description, top_k: 0 }, 'top_k must be a whole number, 1 to 100.'],
    ['query', { problem_description, topK: 3 }, 'topK is no parameter of query.'],
    ['query', { problem_description, min_confidence: 2 }, 'min_confidence must be a number from 0 to 1.'],
    [
      'query',
      { problem_description: 'x'.repeat(9_000) },
      'problem_description is longer than 8192 characters: shorten it to the problem itself.',
    ],
    ['synthesize', { problem_description, max_claims: 11 }, 'max_claims must be a whole number, 1 to 10.'],
    ['synthesize', { problem_description, explain: 'yes' }, 'explain must be true or false.'],
    [
      'synthesize',
      { problem_description, confidence: 1 },
      'outcome_type is missing: an outcome needs outcome_type, confidence and delta_summary together. To deposit nothing, leave out confidence.',
    ],
    ['synthesize', { problem_description, outcome_type: 'open', ttl: 5 }, 'confidence is missing: '],
  ])('by the arguments of %s names the parameter and what to do (%#)', async (name, args, message) => {
    const { server, packets } = fixture();
    const client = await connect(server());
    const { isError, text, content } = await call(client, name, args);
    expect(isError).toBe(true);
    expect(content).toBeUndefined();
    expect(text).toContain(`: ${message}`);
    expect(text).toMatch(new RegExp(`Correct that and call ${name} again.$`));
    expect(await packets()).toBe(0);
  });

  it('names how many bytes are too many, and a field to shorten', async () => {
    const client = await connect(fixture().server());
    const { text } = await call(client, 'deposit', { ...outcome, problem_description: 'x'.repeat(500) });
    expect(text).toMatch(
      /^PACKET_TOO_LARGE: The packet takes \d+ bytes, the limit is 512: shorten problem_description \(500 bytes\)/,
    );
  });

  it('by an expired packet says how to renew it', async () => {
    const message = 'The packet expired 7 s ago: give it a later timestamp or a longer ttl.';
    const expired = new OutcomeError('PACKET_EXPIRED', message, { field: 'ttl' });
    const router = { ...unused, deposit: () => Promise.reject(expired) };
    const client = await connect(() => createServer(router, { agentId: 'ann#1' }));
    const { isError, text } = await call(client, 'deposit', outcome);
    expect(isError).toBe(true);
    expect(text).toBe(`PACKET_EXPIRED: ${message} Nothing was stored. Correct that and call deposit again.`);
  });

  it.each(['deposit', 'query', 'synthesize'])(
    'by an unreachable store says what to do, and not where the store is: %s',
    async (name) => {
      const failures: unknown[] = [];
      const { server } = fixture({ transport: new Unreachable() });
      const client = await connect(server({ onError: (error) => failures.push(error) }));
      const { isError, text } = await call(
        client,
        name,
        name === 'deposit' ? outcome : { problem_description },
      );
      expect(isError).toBe(true);
      expect(text).toMatch(
        /^STORE_UNAVAILABLE: The outcome store cannot be reached\. Try once more in a moment/,
      );
      expect(text).not.toContain('example');
      expect(failures).toEqual([
        expect.objectContaining({ code: 'STORE_UNAVAILABLE', cause: expect.any(Error) }),
      ]);
      expect((await client.listTools()).tools).toHaveLength(3);
    },
  );

  it('says of a deposit whose fate is unknown that repeating it is harmless', async () => {
    const client = await connect(fixture({ transport: new Unreachable() }).server());
    expect((await call(client, 'deposit', outcome)).text).toMatch(/depositing it again is harmless\.$/);
  });

  it('by a broken embedder says to go on without, and nothing of the cause', async () => {
    const client = await connect(fixture({ embedder: new Broken() }).server());
    const { isError, text } = await call(client, 'query', { problem_description });
    expect(isError).toBe(true);
    expect(text).toMatch(/^EMBEDDER_FAILED: .*Go on with your task without it/);
    expect(text).not.toContain('example');
  });

  it('by a gate hands on its reason', async () => {
    const gate = () => ({ field: 'delta_summary', reason: 'it looks like an API key' }) as const;
    const { server, packets } = fixture({ gate });
    const { text } = await call(await connect(server()), 'deposit', outcome);
    expect(text).toMatch(
      /^DEPOSIT_REFUSED: The deposit was refused: it looks like an API key.* Nothing was stored\./,
    );
    expect(await packets()).toBe(0);
  });

  it('by a fault of the program says nothing of it, and the next call is served', async () => {
    const failures: unknown[] = [];
    const fault = new TypeError(`x of undefined at ${SECRET}`);
    const router = { ...unused, query: () => Promise.reject(fault) };
    const server = createServer(router, { agentId: 'ann#1', onError: (error) => failures.push(error) });
    const client = await connect(() => server);
    const { isError, text } = await call(client, 'query', { problem_description });
    expect(isError).toBe(true);
    expect(text).toBe(
      'INTERNAL: query failed by a fault of the server. Go on with your task without it, and tell the user if it matters.',
    );
    expect(failures).toEqual([fault]);
    expect((await client.listTools()).tools).toHaveLength(3);
  });
});
