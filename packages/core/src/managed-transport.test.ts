import { describe, expect, it, vi } from 'vitest';
import { ListTransport, OthersTurn, PassingFailure } from '../test/list-transport.ts';
import { OutcomeError } from './errors.ts';
import { ManagedTransport, type ManagedTransportOptions } from './managed-transport.ts';
import type {
  OpenedCollection,
  OpenOptions,
  OutcomeRecord,
  ReembedTask,
  TransportCapabilities,
  TransportStats,
} from './transport.ts';

const fingerprint = {
  model: 'm',
  revision: '1',
  dtype: 'fp32',
  pooling: 'mean',
  normalisation: 'l2',
  dimensions: 2,
};
const now = 1_000;
const record: OutcomeRecord = {
  id: '6f1d2c3b-4a59-4e68-8f77-0123456789ab',
  packet: {
    problem_description: 'p',
    outcome_type: 'resolved',
    confidence: 1,
    delta_summary: '',
    domain_tags: [],
    timestamp: now,
    agent_id: '',
    ttl: 60,
  },
  voter: '',
  vector: Float32Array.of(1, 0),
  expires_at: now + 60,
};
const reply: OutcomeRecord = { ...record, packet: { ...record.packet, in_reply_to: [record.id] } };

function manage(transport: ListTransport, options: ManagedTransportOptions = {}): ManagedTransport {
  return new ManagedTransport(transport, {
    fingerprint: async () => fingerprint,
    random: () => 0,
    ...options,
  });
}

/** Fails so many times, by the error given, before it answers. */
class FailingTransport extends ListTransport {
  readonly #error: unknown;
  #failures: number;

  constructor(error: unknown, failures: number) {
    super();
    this.#error = error;
    this.#failures = failures;
  }

  override async open(options: OpenOptions): Promise<OpenedCollection> {
    const opened = await super.open(options);
    this.#fail();
    return opened;
  }

  override async stats(options: { now: number }): Promise<TransportStats> {
    const stats = await super.stats(options);
    this.#fail();
    return stats;
  }

  #fail(): void {
    if (this.#failures-- > 0) throw this.#error;
  }
}

/** Answers only when told to; a signal does not stop it, as with many a driver. */
class SlowTransport extends ListTransport {
  release: () => void = () => undefined;
  signal: AbortSignal | undefined;

  override async stats(options: { now: number; signal?: AbortSignal }): Promise<TransportStats> {
    this.signal = options.signal;
    await new Promise<void>((resolve) => {
      this.release = resolve;
    });
    return super.stats(options);
  }
}

describe('opening', () => {
  it('waits for the first call, and happens once for many', async () => {
    const transport = new ListTransport();
    const managed = manage(transport);
    expect(transport.calls).toEqual([]);
    await Promise.all([managed.stats({ now }), managed.stats({ now }), managed.open()]);
    expect(transport.calls.filter((call) => call === 'open')).toHaveLength(1);
  });

  it('is tried again after it failed', async () => {
    const transport = new FailingTransport(new Error('down'), 1);
    const managed = manage(transport);
    await expect(managed.stats({ now })).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(managed.stats({ now })).resolves.toMatchObject({ packets: 0 });
  });

  it('asks for the fingerprint again after that failed', async () => {
    let asked = 0;
    const managed = manage(new ListTransport(), {
      fingerprint: async () => {
        if (asked++ === 0) throw new OutcomeError('EMBEDDER_FAILED', 'no model');
        return fingerprint;
      },
    });
    await expect(managed.open()).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    await expect(managed.open()).resolves.toEqual({ fingerprint });
  });

  it('refuses a collection of another embedding space, naming both, and leaves nothing open', async () => {
    const transport = new ListTransport();
    transport.fingerprint = { ...fingerprint, revision: '2' };
    await expect(
      manage(transport).search({ limit: 1, filter: { now }, vector: Float32Array.of(1, 0) }),
    ).rejects.toMatchObject({
      code: 'EMBEDDER_MISMATCH',
      message: expect.stringMatching(/m@2 .*m@1 /),
    });
    expect(transport.calls).toEqual(['open', 'close']);
  });

  it.each(['model', 'revision', 'dtype', 'pooling', 'normalisation', 'dimensions'] as const)(
    'compares the %s',
    async (part) => {
      const transport = new ListTransport();
      transport.fingerprint = { ...fingerprint, [part]: part === 'dimensions' ? 3 : 'other' };
      await expect(manage(transport).open()).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
    },
  );

  it('refuses packets without a fingerprint unless told to assume one', async () => {
    const transport = new ListTransport();
    transport.records.set(record.id, record);
    await expect(manage(transport).open()).rejects.toMatchObject({
      code: 'FINGERPRINT_MISSING',
      actor: 'operator',
    });
    await expect(manage(transport, { assumeFingerprint: true }).open()).resolves.toEqual({ fingerprint });
  });
});

/** Moves to another space when it is told to. */
class ReembeddingTransport extends ListTransport {
  override readonly capabilities: TransportCapabilities = { reembeds: true };
  readonly tasks: ReembedTask[] = [];

  override async open(options: OpenOptions): Promise<OpenedCollection> {
    const reembed = async (task: ReembedTask): Promise<OpenedCollection> => {
      this.tasks.push(task);
      await task.embed(['p']);
      this.fingerprint = task.to;
      return { fingerprint: task.to, reembed };
    };
    return { ...(await super.open(options)), reembed };
  }
}

describe('a collection of an older version of the embedder', () => {
  const older = { ...fingerprint, revision: '0' };
  const embed = async (): Promise<readonly Float32Array[]> => [Float32Array.of(0, 1)];
  const supersedes = { fingerprints: async () => [{ ...fingerprint, revision: '-1' }, older], embed };

  function storeOf<T extends ListTransport>(transport: T): T {
    transport.fingerprint = older;
    transport.records.set(record.id, record);
    return transport;
  }

  it('is embedded anew at open, once', async () => {
    const transport = storeOf(new ReembeddingTransport());
    const managed = manage(transport, { supersedes });
    await expect(managed.open()).resolves.toMatchObject({ fingerprint });
    await managed.stats({ now });
    await manage(transport, { supersedes }).open();
    expect(transport.tasks).toEqual([{ from: older, to: fingerprint, embed }]);
  });

  it('is refused where the transport cannot, with both sides and the command that helps', async () => {
    const managed = manage(storeOf(new ListTransport()), { supersedes });
    await expect(managed.open()).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
    await expect(managed.open()).rejects.toThrow(/m@0 .*m@1 .*qis-mcp copy --embedder/);
  });

  it('is refused where the embedder does not supersede it', async () => {
    const transport = storeOf(new ReembeddingTransport());
    const fingerprints = async () => [{ ...older, model: 'n' }];
    const managed = manage(transport, { supersedes: { fingerprints, embed } });
    await expect(managed.open()).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
    expect(transport.tasks).toEqual([]);
  });

  it('stays as it was where embedding fails, and that is an OutcomeError', async () => {
    const failing = async (): Promise<never> => {
      throw new Error('password=hunter2');
    };
    const transport = storeOf(new ReembeddingTransport());
    const managed = manage(transport, { supersedes: { ...supersedes, embed: failing } });
    await expect(managed.open()).rejects.toMatchObject({ code: 'STORE_FAILED', name: 'OutcomeError' });
    expect(transport.fingerprint).toEqual(older);
  });
});

describe('failures of the store', () => {
  it('are repeated when they pass, and no more often than allowed', async () => {
    const twice = new FailingTransport(new PassingFailure(), 3);
    await expect(manage(twice, { retries: 3 }).stats({ now })).resolves.toMatchObject({ packets: 0 });
    const always = new FailingTransport(new PassingFailure(), Number.POSITIVE_INFINITY);
    await expect(manage(always, { retries: 2 }).open()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
    });
    expect(always.calls).toEqual(['open', 'open', 'open']);
  });

  it('that only say it was another’s turn are repeated until the deadline, and count as no retry', async () => {
    const turns = new FailingTransport(new OthersTurn(), 20);
    await expect(manage(turns, { retries: 0 }).stats({ now })).resolves.toMatchObject({ packets: 0 });
    const always = new FailingTransport(new OthersTurn(), Number.POSITIVE_INFINITY);
    await expect(manage(always, { deadlineMs: 50 }).open()).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
  });

  it('are explained by the advice of the transport, where it has some', async () => {
    const transport = new FailingTransport(new OthersTurn(), 1);
    transport.classify = () => ({ code: 'STORE_FULL', retryable: false, advice: 'Free some space.' });
    await expect(manage(transport).open()).rejects.toThrow('The list store failed. Free some space.');
  });

  it('are not repeated when they stay', async () => {
    const transport = new FailingTransport(new Error('broken'), 1);
    await expect(manage(transport).open()).rejects.toMatchObject({ code: 'STORE_FAILED', retryable: false });
    expect(transport.calls).toEqual(['open']);
  });

  it('keep their cause and hide its text', async () => {
    const cause = new Error('password=hunter2');
    const error = await manage(new FailingTransport(cause, 1))
      .open()
      .then(
        () => expect.unreachable(),
        (thrown: unknown) => thrown,
      );
    expect(error).toMatchObject({ name: 'OutcomeError', cause });
    expect((error as Error).message).not.toContain('hunter2');
  });

  it('that are typed already pass unchanged', async () => {
    const cause = new OutcomeError('EMBEDDER_MISMATCH', 're-embedded meanwhile');
    await expect(manage(new FailingTransport(cause, 1)).open()).rejects.toBe(cause);
  });

  it('wait between attempts, longer each time, by a random share', async () => {
    const pauses: number[] = [];
    const random = (): number => {
      pauses.push(performance.now());
      return 1;
    };
    const transport = new FailingTransport(new PassingFailure(), 2);
    await manage(transport, { random }).open();
    const [first = 0, second = 0] = pauses;
    expect(pauses).toHaveLength(2);
    expect(second - first).toBeGreaterThanOrEqual(45);
    expect(performance.now() - second).toBeGreaterThanOrEqual(95);
  });
});

describe('a store that asks to be left alone for a while', () => {
  const asking = (retryAfterMs: number): FailingTransport => {
    const transport = new FailingTransport(new PassingFailure(), 1);
    transport.classify = () => ({ code: 'STORE_UNAVAILABLE', retryable: true, retryAfterMs });
    return transport;
  };

  it('is asked again when that is over', async () => {
    const transport = asking(60);
    const began = performance.now();
    await manage(transport).open();
    expect(performance.now() - began).toBeGreaterThanOrEqual(55);
    expect(transport.calls).toEqual(['open', 'open']);
  });

  it('is not waited for beyond the deadline: its error comes at once', async () => {
    const transport = asking(60_000);
    const began = performance.now();
    await expect(manage(transport).open()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
    });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(transport.calls).toEqual(['open']);
  });
});

describe('deadlines and signals', () => {
  it('a store that does not answer is given up, and told so', async () => {
    const transport = new SlowTransport();
    const managed = manage(transport, { deadlineMs: 20, retries: 0 });
    await expect(managed.stats({ now })).rejects.toMatchObject({ code: 'STORE_TIMEOUT', retryable: true });
    expect(transport.signal?.aborted).toBe(true);
    transport.release();
  });

  it('a deadline covers all retries', async () => {
    const transport = new FailingTransport(new PassingFailure(), Number.POSITIVE_INFINITY);
    const managed = manage(transport, { deadlineMs: 150, retries: 1_000_000, random: () => 1 });
    await expect(managed.open()).rejects.toMatchObject({ code: 'STORE_TIMEOUT' });
  });

  it('a caller that gives up is heard at once', async () => {
    const transport = new SlowTransport();
    const controller = new AbortController();
    const stats = manage(transport).stats({ now, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(stats).rejects.toMatchObject({ code: 'ABORTED', actor: 'caller' });
  });

  it('a signal that has aborted before sends nothing', async () => {
    const transport = new ListTransport();
    const managed = manage(transport);
    await managed.open();
    await expect(managed.write([record], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(transport.calls).toEqual(['open']);
  });

  it('a call that is done leaves neither a timer nor a listener behind', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    await manage(new ListTransport()).stats({ now, signal });
    expect(added).toHaveBeenCalled();
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
    expect(cleared).toHaveBeenCalled();
  });

  it('one caller that gives up does not fail the opening of the others', async () => {
    const transport = new ListTransport();
    const managed = manage(transport);
    const aborted = managed.stats({ now, signal: AbortSignal.abort() });
    const other = managed.stats({ now });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(other).resolves.toMatchObject({ packets: 0 });
  });
});

describe('closing', () => {
  it('refuses every verb from then on', async () => {
    const managed = manage(new ListTransport());
    await managed.open();
    await managed.close();
    const vector = Float32Array.of(1, 0);
    for (const call of [
      () => managed.open(),
      () => managed.write([record]),
      () => managed.search({ vector, limit: 1, filter: { now } }),
      () => managed.scan({ limit: 1, filter: { now } }),
      () => managed.get([record.id], { now }),
      () => managed.remove([record.id]),
      () => managed.stats({ now }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'CLOSED', actor: 'caller' });
    }
  });

  it('closes the store once, and not at all where it never opened', async () => {
    const transport = new ListTransport();
    const managed = manage(transport);
    await managed.open();
    await Promise.all([managed.close(), managed.close()]);
    expect(transport.calls).toEqual(['open', 'close']);
    const unopened = new ListTransport();
    await manage(unopened).close();
    expect(unopened.calls).toEqual([]);
  });

  it('waits for the calls under way', async () => {
    const transport = new SlowTransport();
    const managed = manage(transport);
    await managed.open();
    const stats = managed.stats({ now });
    await new Promise((resolve) => setImmediate(resolve));
    const closed = managed.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(transport.calls).toEqual(['open']);
    transport.release();
    await Promise.all([stats, closed]);
    expect(transport.calls).toEqual(['open', 'stats', 'close']);
  });
});

describe('what a transport does not do', () => {
  class BareTransport extends ListTransport {
    override readonly capabilities: TransportCapabilities = {};
  }

  it.each<[string, (managed: ManagedTransport) => Promise<unknown>]>([
    ['keep replies', (managed) => managed.write([reply])],
    ['filter by replies', (managed) => managed.scan({ limit: 1, filter: { now, inReplyTo: [record.id] } })],
    ['embed a query', (managed) => managed.search({ text: 'p', limit: 1, filter: { now } })],
    ['embed a record', (managed) => managed.write([{ ...record, vector: undefined } as never])],
  ])('is refused before it is asked to %s', async (_, call) => {
    const transport = new BareTransport();
    await expect(call(manage(transport))).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(transport.calls).toEqual(['open']);
  });

  it('takes no vector of another length', async () => {
    const managed = manage(new ListTransport());
    const wrong = { ...record, vector: Float32Array.of(1, 0, 0) };
    await expect(managed.write([wrong])).rejects.toMatchObject({ code: 'EMBEDDER_MISMATCH' });
  });

  it.each([0, -1, 1.5, Number.NaN])('takes no limit of %d', async (limit) => {
    const managed = manage(new ListTransport());
    await expect(managed.scan({ limit, filter: { now } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      field: 'limit',
    });
  });
});

it('lets an empty list in a filter restrict nothing', async () => {
  const managed = manage(new ListTransport());
  await managed.write([record]);
  const page = await managed.scan({
    limit: 9,
    filter: { now, domainTags: [], voters: [], notVoters: [], outcomeTypes: [] },
  });
  expect(page.records).toHaveLength(1);
});
