import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ListTransport, PassingFailure } from '../test/list-transport.ts';
import { WordEmbedder } from '../test/word-embedder.ts';
import type { DepositReceipt } from './deposit.ts';
import { OutcomeError } from './errors.ts';
import type { OutcomePacketInput } from './packet.ts';
import { OutcomeRouter, type OutcomeRouterOptions } from './router.ts';
import type {
  OpenedCollection,
  OutcomeRecord,
  SearchQuery,
  SearchResult,
  TransportCapabilities,
} from './transport.ts';

const start = 1_763_900_000;

interface Fixture {
  readonly router: OutcomeRouter;
  readonly transport: ListTransport;
  readonly embedder: WordEmbedder;
  /** Seconds since the epoch, to be moved by a test. */
  readonly clock: { now: number };
}

function fixture(options: Partial<OutcomeRouterOptions> = {}): Fixture {
  const transport = new ListTransport();
  const embedder = new WordEmbedder();
  const clock = { now: start };
  const router = new OutcomeRouter({
    transport,
    embedder,
    now: () => clock.now,
    random: () => 0,
    ...options,
  });
  return { router, transport, embedder, clock };
}

function outcome(fields: Partial<OutcomePacketInput> = {}): OutcomePacketInput {
  return {
    problem_description: 'tls handshake fails after renewal',
    outcome_type: 'resolved',
    confidence: 0.9,
    delta_summary: 'served the full certificate chain',
    agent_id: 'ann#1',
    ...fields,
  };
}

describe('deposit', () => {
  it('answers one packet with one receipt, and many with as many, in order', async () => {
    const { router, transport } = fixture();
    const one = await router.deposit(outcome());
    const many = await router.deposit([outcome(), outcome({ agent_id: 'bob' })]);
    expectTypeOf(one).toEqualTypeOf<DepositReceipt>();
    expectTypeOf(many).toEqualTypeOf<readonly DepositReceipt[]>();
    expect(one).toEqual({ id: many[0]?.id, expires_at: start + 3_600 });
    expect([...transport.records.keys()]).toEqual(many.map((receipt) => receipt.id));
    await expect(router.deposit([])).resolves.toEqual([]);
  });

  it('stores packet, voter, expiry and the vector of the problem', async () => {
    const { router, transport, embedder } = fixture();
    const { id } = await router.deposit(outcome({ agent_id: 'ann#1', ttl: 60 }));
    const [vector] = await embedder.embed(['tls handshake fails after renewal']);
    expect(transport.records.get(id)).toEqual({
      id,
      packet: { ...outcome(), ttl: 60, domain_tags: [], timestamp: start },
      voter: 'ann',
      vector,
      expires_at: start + 60,
    });
  });

  it('renews a packet when the same voter says the same again, from another session too', async () => {
    const { router, transport, clock } = fixture();
    const first = await router.deposit(outcome({ agent_id: 'ann#1' }));
    clock.now += 10;
    const second = await router.deposit(outcome({ agent_id: 'ann#2', confidence: 0.5 }));
    expect(second).toEqual({ id: first.id, expires_at: first.expires_at + 10 });
    expect(transport.records.get(first.id)?.packet.confidence).toBe(0.5);
    expect(transport.records.size).toBe(1);
  });

  it('stores nothing when one of many is bad, and names it', async () => {
    const { router, transport, embedder } = fixture();
    const bad = router.deposit([outcome(), outcome({ confidence: 2 })]);
    await expect(bad).rejects.toMatchObject({ code: 'INVALID_PACKET', field: 'packets[1].confidence' });
    expect(transport.calls).toEqual([]);
    expect(embedder.embedded).toEqual([]);
  });

  it('refuses what has expired, and takes the last second', async () => {
    const { router } = fixture();
    const late = outcome({ timestamp: start - 61, ttl: 60 });
    await expect(router.deposit(late)).rejects.toMatchObject({ code: 'PACKET_EXPIRED', field: 'ttl' });
    await expect(router.deposit(outcome({ timestamp: start - 60, ttl: 60 }))).resolves.toHaveProperty('id');
  });

  it('refuses a timestamp more than 300 s ahead', async () => {
    const { router } = fixture();
    await expect(router.deposit(outcome({ timestamp: start + 300 }))).resolves.toHaveProperty('id');
    await expect(router.deposit(outcome({ timestamp: start * 1000 }))).rejects.toMatchObject({
      code: 'INVALID_PACKET',
      field: 'timestamp',
    });
  });

  it('asks the gate, and stores nothing that it refuses', async () => {
    const { router, transport } = fixture({
      gate: async ({ delta_summary }) =>
        delta_summary.includes('key')
          ? { field: 'delta_summary', reason: 'it holds a key: remove it' }
          : undefined,
    });
    await expect(router.deposit([outcome(), outcome({ delta_summary: 'the key' })])).rejects.toMatchObject({
      code: 'DEPOSIT_REFUSED',
      field: 'packets[1].delta_summary',
      message: expect.stringContaining('it holds a key: remove it'),
    });
    expect(transport.records.size).toBe(0);
  });

  it('lists what the store has not acknowledged', async () => {
    class HalfBroken extends ListTransport {
      override async write(records: readonly OutcomeRecord[]): Promise<void> {
        if (this.calls.filter((call) => call === 'write').length === 1) throw new PassingFailure();
        await super.write(records);
      }
    }
    const transport = new HalfBroken();
    const { router } = fixture({ transport, retries: 0 });
    const packets = Array.from({ length: 300 }, (_, i) => outcome({ agent_id: `agent-${i}` }));
    const error = await router.deposit(packets).then(
      () => expect.unreachable(),
      (thrown: unknown) => thrown,
    );
    if (!OutcomeError.isInstance(error)) return expect.unreachable();
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    expect(error.unacknowledged).toHaveLength(300 - transport.records.size);
    expect(transport.records.size).toBe(256);
    expect(error.unacknowledged.some((id) => transport.records.has(id))).toBe(false);
  });

  it('answers any input with a receipt or a typed error, and then stores nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (input) => {
        const { router, transport } = fixture();
        try {
          await router.deposit(input as never);
        } catch (error) {
          expect(OutcomeError.isInstance(error), String(error)).toBe(true);
          expect(transport.records.size).toBe(0);
        }
      }),
    );
  });
});

describe('query', () => {
  it('finds by meaning, nearest first, without vectors', async () => {
    const { router } = fixture();
    await router.deposit([
      outcome({ problem_description: 'tls handshake fails', agent_id: 'a' }),
      outcome({ problem_description: 'tls handshake fails after renewal', agent_id: 'b' }),
      outcome({ problem_description: 'queue consumer is stuck', agent_id: 'c' }),
    ]);
    const { hits, nearest_score, below_floor, unreadable } = await router.query(
      'tls handshake fails after renewal',
    );
    expect(hits.map((hit) => hit.voter)).toEqual(['b', 'a']);
    expect(hits[0]).not.toHaveProperty('vector');
    expect(nearest_score).toBeCloseTo(1, 5);
    expect([below_floor, unreadable]).toEqual([1, 0]);
  });

  it('is honestly empty, and says how near the nearest was', async () => {
    const { router } = fixture();
    await expect(router.query('tls')).resolves.toEqual({
      hits: [],
      nearest_score: null,
      below_floor: 0,
      unreadable: 0,
    });
    await router.deposit(outcome());
    const far = await router.query('the printer prints tls in purple on every second page of a long report');
    expect(far.hits).toEqual([]);
    expect(far.nearest_score).toBeGreaterThan(0);
    expect(far.nearest_score).toBeLessThan(0.3);
    expect(far.below_floor).toBe(1);
  });

  it('takes another floor for one query', async () => {
    const { router } = fixture();
    await router.deposit(outcome());
    const { hits } = await router.query('an unrelated question', { floor: { rule: 'none' } });
    expect(hits).toHaveLength(1);
    await expect(
      router.query('tls handshake', { floor: { rule: 'score', min_score: 0.99 } }),
    ).resolves.toMatchObject({
      hits: [],
      below_floor: 1,
    });
  });

  it('leaves out what exactly this agent said, unless asked', async () => {
    const { router } = fixture();
    await router.deposit([
      outcome({ agent_id: 'ann#1' }),
      outcome({ agent_id: 'ann', delta_summary: 'yesterday' }),
    ]);
    const seen = async (options: object): Promise<number> =>
      (await router.query('tls handshake fails', options)).hits.length;
    expect(await seen({ agentId: 'ann#1' })).toBe(1);
    expect(await seen({ agentId: 'ann#1', includeOwn: true })).toBe(2);
    expect(await seen({ agentId: 'ann#2' })).toBe(2);
    expect(await seen({ agentId: '' })).toBe(2);
    expect(await seen({})).toBe(2);
  });

  it('counts an anonymous packet as nobody’s own', async () => {
    const { router } = fixture();
    await router.deposit(outcome({ agent_id: '' }));
    expect((await router.query('tls handshake fails', { agentId: '' })).hits).toHaveLength(1);
  });

  it('filters, and returns as many as asked', async () => {
    const { router } = fixture();
    await router.deposit([
      outcome({ agent_id: 'a', domain_tags: ['tls', 'nginx'], confidence: 0.5 }),
      outcome({ agent_id: 'b', domain_tags: ['nginx'], outcome_type: 'open' }),
      outcome({ agent_id: 'c', confidence: 0.2 }),
    ]);
    const voters = async (options: object): Promise<string[]> =>
      (await router.query('tls handshake fails', options)).hits.map((hit) => hit.voter).sort();
    expect(await voters({ domainTags: ['nginx', 'other'] })).toEqual(['a', 'b']);
    expect(await voters({ minConfidence: 0.5 })).toEqual(['a', 'b']);
    expect(await voters({ outcomeTypes: ['open'] })).toEqual(['b']);
    expect(await voters({ topK: 1 })).toHaveLength(1);
    expect(await voters({ domainTags: [] })).toEqual(['a', 'b', 'c']);
  });

  it('returns more than ten where asked', async () => {
    const { router } = fixture();
    await router.deposit(Array.from({ length: 30 }, (_, i) => outcome({ agent_id: `a${i}` })));
    expect((await router.query('tls handshake fails', { topK: 25 })).hits).toHaveLength(25);
    expect((await router.query('tls handshake fails')).hits).toHaveLength(10);
  });

  it('looks at 64 candidates and their vectors for a floor by crowding, and hands out none of these', async () => {
    const { router } = fixture();
    const words = Array.from({ length: 80 }, (_, i) => `${(i + 40) ** 3}`);
    await router.deposit(
      words.map((word) => outcome({ problem_description: `tls handshake fails ${word}` })),
    );
    const floor = { rule: 'crowding', min_score: 0.3, base: 0.1, slope: 1, repeat_score: 0.97 } as const;
    // Each shares three of four words with every other: a crowd at 0.75.
    const near = await router.query('tls handshake fails 64000', { floor, topK: 3 });
    expect(near.hits).toHaveLength(1);
    expect(near.hits[0]).not.toHaveProperty('vector');
    expect(near.below_floor).toBe(63);
    const { hits } = await router.query('tls handshake fails 64000', {
      floor: { ...floor, slope: 0 },
      topK: 3,
    });
    expect(hits).toHaveLength(3);
  });

  it('never returns what has expired', async () => {
    const { router, clock } = fixture();
    await router.deposit(outcome({ ttl: 60 }));
    clock.now = start + 60;
    expect((await router.query('tls handshake fails')).hits).toHaveLength(1);
    clock.now = start + 60.001;
    await expect(router.query('tls handshake fails')).resolves.toMatchObject({
      hits: [],
      nearest_score: null,
    });
  });

  it.each<[string, unknown, unknown, string]>([
    ['a blank problem', ' ', {}, 'problem_description'],
    ['a problem that is no text', 7, {}, 'problem_description'],
    ['a problem with a control character', 'a\u0000', {}, 'problem_description'],
    ['a problem beyond all bounds', 'x'.repeat(8_193), {}, 'problem_description'],
    ['a topK of 0', 'p', { topK: 0 }, 'topK'],
    ['a topK of 101', 'p', { topK: 101 }, 'topK'],
    ['a confidence of 2', 'p', { minConfidence: 2 }, 'minConfidence'],
    ['a tag that is no text', 'p', { domainTags: [1] }, 'domainTags[0]'],
    ['an outcome type that does not exist', 'p', { outcomeTypes: ['solved'] }, 'outcomeTypes[0]'],
    ['a floor that does not exist', 'p', { floor: { rule: 'high' } }, 'floor.rule'],
    ['an option that does not exist', 'p', { top_k: 3 }, 'top_k'],
  ])('refuses %s, naming it', async (_, problem, options, field) => {
    const { router, transport } = fixture();
    await expect(router.query(problem as string, options as object)).rejects.toMatchObject({
      code: 'INVALID_QUERY',
      field,
    });
    expect(transport.calls).toEqual([]);
  });
});

describe('the life of a router', () => {
  it('starts nothing until it is used', () => {
    const { transport, embedder } = fixture();
    expect([transport.calls, embedder.opened]).toEqual([[], 0]);
  });

  it('tells its statistics', async () => {
    const { router } = fixture();
    await router.deposit(outcome());
    await expect(router.stats()).resolves.toMatchObject({
      transport: 'list',
      packets: 1,
      fingerprint: { model: 'words' },
      floor: { rule: 'score', min_score: 0.3 },
    });
  });

  it('closes store and embedder, and refuses calls from then on', async () => {
    const { router, transport, embedder } = fixture();
    await router.deposit(outcome());
    await router.close();
    await router.close();
    expect(transport.calls.at(-1)).toBe('close');
    expect(embedder.closed).toBe(1);
    await expect(router.query('p')).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(router.deposit(outcome())).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('needs an embedder, unless the transport embeds', () => {
    expect(() => new OutcomeRouter({ transport: new ListTransport() })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', field: 'embedder' }),
    );
  });
});

describe('over a transport that embeds', () => {
  /** Embeds what arrives without a vector, as a gateway does. */
  class EmbeddingTransport extends ListTransport {
    override readonly capabilities: TransportCapabilities = { replies: true, embeds: true };
    readonly #words = new WordEmbedder();

    override async open(): Promise<OpenedCollection> {
      const { fingerprint, floor } = await this.#words.open();
      return { fingerprint, floor, embed: (texts) => this.#words.embed(texts) };
    }

    override async write(records: readonly OutcomeRecord[]): Promise<void> {
      const vectors = await this.#words.embed(records.map((record) => record.packet.problem_description));
      await super.write(
        records.map((record, i) => ({ ...record, vector: vectors[i] ?? new Float32Array() })),
      );
    }

    override async search({ text = '', ...query }: SearchQuery): Promise<SearchResult> {
      const [vector = new Float32Array()] = await this.#words.embed([text]);
      return super.search({ ...query, vector });
    }
  }

  it('needs no embedder of its own', async () => {
    const router = new OutcomeRouter({ transport: new EmbeddingTransport(), now: () => start });
    await router.deposit(outcome());
    expect((await router.query('tls handshake fails')).hits).toHaveLength(1);
    expect((await router.query('an unrelated question')).hits).toHaveLength(0);
    expect((await router.synthesize('tls handshake fails')).claims).toHaveLength(1);
    expect((await router.stats()).fingerprint).toMatchObject({ model: 'words' });
  });
});
