import { type Answer, AnswerWatch } from './answer-watch.ts';
import { type DepositReceipt, type Draft, draftDeposit, type Gate } from './deposit.ts';
import type { Embedder, Fingerprint } from './embedder.ts';
import { OutcomeError } from './errors.ts';
import type { Filter } from './filter.ts';
import { type Floor, floorNeeds, hitsAboveFloor } from './floor.ts';
import { ManagedEmbedder } from './managed-embedder.ts';
import { ManagedTransport, type ManagedTransportOptions } from './managed-transport.ts';
import { type OutcomePacketInput, voterOf } from './packet.ts';
import {
  DEFAULT_TOP_K,
  parseProblem,
  parseQueryOptions,
  type QueryOptions,
  type QueryResult,
} from './query.ts';
import type { Synthesis } from './synthesis/answer.ts';
import { gatherEvidence } from './synthesis/gather.ts';
import { parseSynthesizeOptions, type SynthesizeOptions } from './synthesis/options.ts';
import { SummaryVectors } from './synthesis/summary-vectors.ts';
import { synthesizeEvidence } from './synthesis/synthesize.ts';
import type { CallOptions, Hit, OutcomeTransport, SearchQuery, TransportStats } from './transport.ts';

export interface OutcomeRouterOptions extends Omit<ManagedTransportOptions, 'fingerprint' | 'supersedes'> {
  readonly transport: OutcomeTransport;
  /** Needed unless the transport `embeds`. */
  readonly embedder?: Embedder;
  /** Looks at each packet before it is deposited. Default: everything valid passes. */
  readonly gate?: Gate;
  /** Seconds since the epoch. Default the system clock. */
  readonly now?: () => number;
}

export interface RouterStats extends TransportStats, OpenedRouter {
  readonly transport: string;
}

/** What a router tells once it is open. */
export interface OpenedRouter {
  /** Of the collection. */
  readonly fingerprint: Fingerprint | null;
  readonly floor: Floor;
  /** Whom deposits must come from. Present where the store's credentials bind their bearer to a voter. */
  readonly voter?: string;
}

export interface AdmitOptions {
  /** Lets packets in that have expired: a copy is to be whole. Default false. */
  readonly includeExpired?: boolean;
}

/** What the router answers to `synthesize`. */
export interface SynthesizeResult extends Synthesis {
  /** Present where an outcome was deposited first. */
  readonly deposited?: DepositReceipt;
}

const WRITE_BATCH = 256;

/** Voters whose open problems are watched; names may come from strangers. */
const MAX_WATCHES = 1_000;

/**
 * The loop's three verbs over any transport. The constructor starts nothing; the first verb opens the embedder and the
 * store, and does so again after a failure. Every error is an {@link OutcomeError}.
 */
export class OutcomeRouter {
  /** The store behind the managed transport: for copying, scanning, removing. */
  readonly transport: ManagedTransport;
  readonly #embedder: ManagedEmbedder | undefined;
  /** Its clock: seconds since the epoch. */
  readonly now: () => number;
  readonly #gate: Gate | undefined;
  readonly #summaries = new SummaryVectors();
  /** By voter. */
  readonly #watches = new Map<string, AnswerWatch>();

  /** @throws OutcomeError `INVALID_OPTION` without an embedder, unless the transport `embeds`. */
  constructor(options: OutcomeRouterOptions) {
    const { transport, embedder, gate, now = () => Date.now() / 1000, ...managed } = options;
    if (!embedder && !transport.capabilities.embeds) {
      const message = `The ${transport.name} transport does not embed: give the router an embedder.`;
      throw new OutcomeError('INVALID_OPTION', message, { field: 'embedder' });
    }
    const wrapped = embedder && new ManagedEmbedder(embedder);
    this.#embedder = wrapped;
    this.transport = new ManagedTransport(transport, {
      ...managed,
      ...(wrapped && {
        fingerprint: async () => (await wrapped.open()).fingerprint,
        supersedes: {
          fingerprints: async () => (await wrapped.open()).supersedes ?? [],
          embed: (texts) => wrapped.embed(texts),
        },
      }),
    });
    this.#gate = gate;
    this.now = now;
  }

  /** Opens the store and the embedder unless that is done, as every verb does. */
  async open(options: CallOptions = {}): Promise<OpenedRouter> {
    const { fingerprint = null, voter } = await this.transport.open(options);
    return { fingerprint, floor: await this.#floor(options), ...(voter !== undefined && { voter }) };
  }

  /**
   * Leaves outcomes for others. Many are validated whole before anything is written.
   * @throws OutcomeError for bad input, naming the field, with nothing stored; after a failure of the store with the ids
   * that it has not acknowledged.
   */
  deposit(packet: OutcomePacketInput, options?: CallOptions): Promise<DepositReceipt>;
  deposit(packets: readonly OutcomePacketInput[], options?: CallOptions): Promise<readonly DepositReceipt[]>;
  async deposit(
    input: OutcomePacketInput | readonly OutcomePacketInput[],
    options: CallOptions = {},
  ): Promise<DepositReceipt | readonly DepositReceipt[]> {
    if (!isList(input)) {
      const draft = await draftDeposit(input, { now: this.now(), gate: this.#gate });
      await this.#write([draft], options);
      return receipt(draft);
    }
    const drafts = await this.admit(input);
    await this.#write(drafts, options);
    return drafts.map(receipt);
  }

  /** The packets of others nearest in meaning, or honestly none. */
  async query(problem: string, options: QueryOptions = {}): Promise<QueryResult> {
    const text = parseProblem(problem);
    const parsed = parseQueryOptions(options);
    const { topK = DEFAULT_TOP_K, signal } = parsed;
    const call: CallOptions = { ...(signal && { signal }) };
    const floor = parsed.floor ?? (await this.#floor(call));
    const { hits: candidates, unreadable } = await this.transport.search(
      {
        ...(await this.#meaning(text, call)),
        ...floorNeeds(floor, topK),
        filter: this.#filter(parsed),
      },
      call,
    );
    const relevant = hitsAboveFloor(floor, candidates);
    return {
      hits: candidates.slice(0, Math.min(relevant, topK)).map(withoutVector),
      nearest_score: candidates[0]?.score ?? null,
      below_floor: candidates.length - relevant,
      unreadable,
    };
  }

  /**
   * Weighs what others report about a problem: claims with support and dissent, failures, open problems.
   * @param outcome deposited first, where given.
   */
  async synthesize(
    problem: string,
    outcome?: OutcomePacketInput,
    options: SynthesizeOptions = {},
  ): Promise<SynthesizeResult> {
    const text = parseProblem(problem);
    const parsed = parseSynthesizeOptions(options);
    const call: CallOptions = { ...(parsed.signal && { signal: parsed.signal }) };
    const deposited = outcome && (await this.deposit(outcome, call));
    const filter = this.#filter(parsed);
    const evidence = await gatherEvidence(this.transport, await this.#meaning(text, call), filter, call);
    const summaries = await this.#summaries.of(evidence, (texts) => this.embed(texts, call));
    const floor = parsed.floor ?? (await this.#floor(call));
    const synthesis = synthesizeEvidence({ ...evidence, summaries, floor, now: filter.now }, parsed);
    return deposited ? { deposited, ...synthesis } : synthesis;
  }

  /**
   * What has come for an agent that left problems open: replies to them, and resolved packets close to them, of other
   * voters. Each answer once in the life of this router, a few at a time; again only where a thousand other voters asked
   * meanwhile. Call it beside every other verb: it is cheap.
   */
  async answers(agentId: string, options: CallOptions = {}): Promise<readonly Answer[]> {
    const voter = voterOf(agentId);
    if (voter === '') return [];
    const watch = this.#watches.get(voter) ?? new AnswerWatch(this.transport, voter);
    this.#watches.delete(voter); // who asked last comes last
    this.#watches.set(voter, watch);
    for (const longestAgo of this.#watches.keys()) {
      if (this.#watches.size <= MAX_WATCHES) break;
      this.#watches.delete(longestAgo);
    }
    return watch.check(this.now(), options);
  }

  async stats(options: CallOptions = {}): Promise<RouterStats> {
    const opened = await this.open(options);
    const stats = await this.transport.stats({ ...options, now: this.now() });
    return { transport: this.transport.name, ...stats, ...opened };
  }

  /**
   * What packets become when they are deposited, with nothing stored: validated, let through by the gate, with ids. For
   * gateways, which write records through `transport`.
   * @throws OutcomeError as {@link deposit}, naming the field: `packets[3].ttl`.
   */
  async admit(packets: readonly OutcomePacketInput[], options: AdmitOptions = {}): Promise<readonly Draft[]> {
    const drafting = { ...options, now: this.now(), gate: this.#gate };
    const drafts: Draft[] = [];
    for (const [i, packet] of packets.entries()) {
      drafts.push(await draftDeposit(packet, { ...drafting, at: `packets[${i}]` }));
    }
    return drafts;
  }

  /** Vectors in the space of the collection, as {@link Embedder.embed}. */
  async embed(texts: readonly string[], options: CallOptions = {}): Promise<readonly Float32Array[]> {
    if (this.#embedder) return this.#embedder.embed(texts, options);
    const { embed } = await this.transport.open(options);
    if (embed) return embed(texts, options);
    throw new OutcomeError(
      'EMBEDDER_FAILED',
      `The ${this.transport.name} transport says that it embeds, but offers no way to.`,
    );
  }

  /** Waits for the calls under way, then closes the store and the embedder. Later calls are refused with `CLOSED`. */
  async close(): Promise<void> {
    await this.transport.close();
    await this.#embedder?.close();
  }

  async #write(drafts: readonly Draft[], options: CallOptions): Promise<void> {
    const vectors = await this.#embedder?.embed(
      drafts.map((draft) => draft.packet.problem_description),
      options,
    );
    const records = drafts.map((draft, i) => ({ ...draft, ...(vectors?.[i] && { vector: vectors[i] }) }));
    for (let start = 0; start < records.length; start += WRITE_BATCH) {
      try {
        const batch = records.slice(start, start + WRITE_BATCH);
        await this.transport.write(batch, options);
        for (const record of batch)
          if (record.packet.outcome_type === 'open') this.#watches.get(record.voter)?.add(record);
      } catch (error) {
        if (!OutcomeError.isInstance(error)) throw error;
        const unacknowledged = records.slice(start).map((record) => record.id);
        const message = `${error.message} Not acknowledged: ${unacknowledged.length} of ${records.length} packets; depositing them again is harmless.`;
        const { retryable, field } = error;
        throw new OutcomeError(error.code, message, {
          cause: error,
          retryable,
          unacknowledged,
          ...(field && { field }),
        });
      }
    }
  }

  /** A problem as a search takes it: its vector, or its text towards a transport that `embeds`. */
  async #meaning(problem: string, options: CallOptions): Promise<Pick<SearchQuery, 'vector' | 'text'>> {
    const vector = (await this.#embedder?.embed([problem], options))?.[0];
    return vector ? { vector } : { text: problem };
  }

  async #floor(options: CallOptions): Promise<Floor> {
    const { floor } = await (this.#embedder?.open() ?? this.transport.open(options));
    return floor ?? { rule: 'none' };
  }

  #filter(options: QueryOptions | SynthesizeOptions): Filter {
    const { domainTags, minConfidence, outcomeTypes, agentId, includeOwn } = options;
    return {
      now: this.now(),
      ...(domainTags && { domainTags }),
      ...(minConfidence !== undefined && { minConfidence }),
      ...(outcomeTypes && { outcomeTypes }),
      ...(agentId && !includeOwn && { notAgentId: agentId }),
    };
  }
}

function isList(
  input: OutcomePacketInput | readonly OutcomePacketInput[],
): input is readonly OutcomePacketInput[] {
  return Array.isArray(input);
}

function withoutVector({ vector: _, ...hit }: Hit): Hit {
  return hit;
}

function receipt(draft: Draft): DepositReceipt {
  return { id: draft.id, expires_at: draft.expires_at };
}
