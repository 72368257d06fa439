import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, it } from 'vitest';
import { dataIn, withoutNotes } from './connect.ts';
import { outcome } from './fixture.ts';
import { clients, firstSdk, secondSdk } from './http-clients.ts';
import { as, endpointFixture, knowing } from './mcp-endpoint-fixture.ts';

const problem_description = outcome.problem_description;
const everything = ['deposit', 'query'] as const;
const principals = {
  ann: { name: 'ann', scopes: everything, voter: 'ann' },
  bob: { name: 'bob', scopes: everything, voter: 'bob' },
  guest: { name: 'guest', scopes: everything },
  reader: { name: 'reader', scopes: ['query'], voter: 'reader' },
  writer: { name: 'writer', scopes: ['deposit'], voter: 'writer' },
  keeper: { name: 'keeper', scopes: ['records', 'admin'], voter: 'keeper' },
  teammate: { name: 'teammate', scopes: everything, voter: 'teammate', collections: ['team'] },
} as const;
const team = knowing(principals);

const agents = async ({ router }: Awaited<ReturnType<typeof endpointFixture>>): Promise<readonly string[]> =>
  (await router.query(problem_description)).hits.map(({ packet }) => packet.agent_id);

describe.each(Object.entries(clients))('%s', (_, connect) => {
  it('is offered the three tools', async () => {
    const { url } = await endpointFixture();
    expect(await (await connect(url)).tools()).toEqual(['deposit', 'query', 'synthesize']);
  });

  it('finds what another of its kind deposited, and both are named as on stdio', async () => {
    const fixture = await endpointFixture();
    const [one, other] = [await connect(fixture.url), await connect(fixture.url)];
    const { content } = await one.call('deposit', outcome);
    const found = await other.call('query', { problem_description });
    expect(found.content).toMatchObject({ hits: [{ id: content?.id }] });
    expect(dataIn(found.text)).toEqual(withoutNotes(found.content));
    expect(await agents(fixture)).toEqual([expect.stringMatching(/^[a-z0-9-]+-abc123#[0-9a-f]{6}$/)]);
  });

  it('deposits as the voter of its credentials, whatever it calls itself', async () => {
    const fixture = await endpointFixture(team);
    const ann = await connect(fixture.url, as('ann'));
    await ann.call('deposit', outcome);
    expect(await agents(fixture)).toEqual([expect.stringMatching(/^ann#[0-9a-f]{6}$/)]);
  });

  it('reads what is wrong with a call as a result, and goes on', async () => {
    const fixture = await endpointFixture();
    const client = await connect(fixture.url);
    const wrong = await client.call('deposit', { ...outcome, delta_summary: 'x'.repeat(300) });
    expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining('Nothing was stored.') });
    expect(await fixture.packets()).toBe(0);
    expect((await client.call('deposit', outcome)).isError).toBe(false);
  });

  it('may do what its scopes say, and reads as a result what it may not', async () => {
    const fixture = await endpointFixture(team);
    await fixture.router.deposit({ ...outcome, agent_id: 'eve#1' });
    const calls = {
      deposit: ['deposit', outcome],
      query: ['query', { problem_description }],
      synthesize: ['synthesize', { problem_description }],
      'synthesize with an outcome': ['synthesize', outcome],
    } as const;
    const allowed = async (name: keyof typeof principals): Promise<readonly string[]> => {
      const client = await connect(fixture.url, as(name));
      const may: string[] = [];
      for (const [what, [tool, args]] of Object.entries(calls)) {
        const before = await fixture.packets();
        const { isError, text } = await client.call(tool, args);
        if (!isError) may.push(what);
        else {
          expect(text).toMatch(/This needs the scope \w+, which the credentials of this connection lack/);
          expect(await fixture.packets()).toBe(before);
        }
      }
      return may;
    };
    expect(await allowed('reader')).toEqual(['query', 'synthesize']);
    expect(await allowed('writer')).toEqual(['deposit']);
    expect(await allowed('keeper')).toEqual([]);
    expect(await allowed('ann')).toEqual(Object.keys(calls));
  });

  it('works in the collection that the URL names', async () => {
    const { url, router, team: other } = await endpointFixture();
    await (await connect(`${url}?collection=team`)).call('deposit', outcome);
    expect([(await router.stats()).packets, (await other.stats()).packets]).toEqual([0, 1]);
  });

  it('does not get in without credentials, or to a collection of others', async () => {
    const { url } = await endpointFixture(team);
    await expect(connect(url)).rejects.toThrow();
    await expect(connect(url, as('teammate'))).rejects.toThrow();
    await expect(connect(`${url}?collection=elsewhere`, as('ann'))).rejects.toThrow();
    expect(await (await connect(`${url}?collection=team`, as('teammate'))).tools()).toHaveLength(3);
  });
});

describe('a session', () => {
  it.each([
    ['of a client of 2025 is its connection', secondSdk('2025'), {}],
    ['of a client of the first SDK is its connection', firstSdk, {}],
    ['of a client of 2026-07-28 is what it names', secondSdk('2026'), { 'qis-session': 'task 7' }],
  ] as const)('%s: it has one agent id, and does not read its own packets', async (_, connect, headers) => {
    const fixture = await endpointFixture(team);
    const ann = await connect(fixture.url, { ...as('ann'), ...headers });
    await ann.call('deposit', outcome);
    await ann.call('deposit', { ...outcome, delta_summary: 'Another remedy' });
    const ids = await agents(fixture);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect((await ann.call('query', { problem_description })).content).toMatchObject({ hits: [] });
  });

  it.each([
    ['the second SDK', secondSdk('2025'), {}, {}],
    ['the first SDK', firstSdk, {}, {}],
    ['2026-07-28', secondSdk('2026'), { 'qis-session': '1' }, { 'qis-session': '2' }],
    ['2026-07-28 without a name', secondSdk('2026'), {}, {}],
  ] as const)('learns from another session of the same voter: %s', async (_, connect, one, other) => {
    const fixture = await endpointFixture(team);
    await (await connect(fixture.url, { ...as('ann'), ...one })).call('deposit', outcome);
    const found = await (await connect(fixture.url, { ...as('ann'), ...other })).call('query', {
      problem_description,
    });
    expect(found.content?.hits).toHaveLength(1);
  });

  it('may be ended by its client, which changes nothing', async () => {
    const { url } = await endpointFixture(team);
    const requestInit = { headers: as('ann') };
    const first = new FirstTransport(new URL(url), { requestInit });
    await new FirstClient({ name: 'a', version: '1' }).connect(
      first as Parameters<FirstClient['connect']>[0],
    );
    const second = new StreamableHTTPClientTransport(new URL(url), { requestInit });
    await new Client({ name: 'a', version: '1' }).connect(second);
    for (const transport of [first, second]) {
      expect(transport.sessionId).toMatch(/^a\.[0-9a-f-]{36}$/);
      await transport.terminateSession();
      await transport.close();
    }
  });

  it('is no way to another voter', async () => {
    const fixture = await endpointFixture(team);
    const headers = {
      ...as('ann'),
      'qis-session': 'bob#1',
      'mcp-session-id': 'bob.00000000-0000-0000-0000-000000000000',
    };
    await (await secondSdk('2026')(fixture.url, headers)).call('deposit', outcome);
    expect(await agents(fixture)).toEqual([expect.stringMatching(/^ann#[0-9a-f]{6}$/)]);
  });

  it('that left a problem open hears of its answer in any session of its voter', async () => {
    const fixture = await endpointFixture(team);
    const ann = await firstSdk(fixture.url, as('ann'));
    const open = await ann.call('deposit', { ...outcome, outcome_type: 'open' });
    await fixture.router.deposit({ ...outcome, agent_id: 'bob#1', in_reply_to: [String(open.content?.id)] });
    const later = await secondSdk('2026')(fixture.url, as('ann'));
    expect((await later.call('query', { problem_description })).content).toMatchObject({
      answered: { answers: [{ outcome_type: 'resolved' }] },
    });
  });
});

it('tells whoever may only deposit nothing of others, answers to its problems included', async () => {
  const fixture = await endpointFixture(team);
  const writer = await firstSdk(fixture.url, as('writer'));
  const open = await writer.call('deposit', { ...outcome, outcome_type: 'open' });
  await fixture.router.deposit({ ...outcome, agent_id: 'bob#1', in_reply_to: [String(open.content?.id)] });
  const { content } = await writer.call('deposit', { ...outcome, delta_summary: 'Another remedy' });
  expect(content).toEqual({ id: expect.any(String), expires_in: '1m' });
});

it('principals without a voter are told apart by the names of their clients', async () => {
  const fixture = await endpointFixture(team);
  for (const connect of [secondSdk('2025'), secondSdk('2026'), firstSdk])
    await (await connect(fixture.url, as('guest'))).call('deposit', outcome);
  expect(await agents(fixture)).toEqual([expect.stringMatching(/^test-client-abc123#[0-9a-f]{6}$/)]);
});
