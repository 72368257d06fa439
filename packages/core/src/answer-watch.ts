import type { CallOptions, OutcomeRecord, OutcomeTransport } from './transport.ts';

/** Somebody has answered an open problem: a packet of another voter. The texts are quoted data. */
export interface Answer {
  /** Of the packet that answers: cite it in `in_reply_to`. */
  readonly id: string;
  readonly outcome_type: string;
  readonly delta_summary: string;
  /** The open packet, and what it says. */
  readonly open_id: string;
  readonly open_problem: string;
}

/** Problems of one voter that are watched, the newest. */
const MAX_WATCHED = 8;
/** Problems that are remembered: others are watched once newer ones have expired. The oldest go first. */
const MAX_REMEMBERED = 64;
/** Answers told at once; the next call tells the next. */
const MAX_TOLD_AT_ONCE = 2;
/** A resolved packet answers a problem from this cosine on, reply or not. */
const CLOSE = 0.5;
/** Nearest packets that are looked at for each problem. */
const LOOKED_AT = 10;
/** Problems that one check searches for: a search is the dearest look-up. The others have their turn with the next checks. */
const SEARCHED_AT_ONCE = 2;
const PAGE = 256;

/**
 * What came for a voter that left problems open. Reads the voter's open packets once, then looks with every check for
 * replies to them and, two problems at a time, for resolved packets close to them: a few look-ups, none where nothing waits.
 * Tells each answer once.
 */
export class AnswerWatch {
  readonly #transport: OutcomeTransport;
  readonly #voter: string;
  readonly #told = new Set<string>();
  /** Open packets of this voter by id. */
  readonly #waiting = new Map<string, OutcomeRecord>();
  #seen = false;
  /** Checks that have searched. */
  #turns = 0;

  constructor(transport: OutcomeTransport, voter: string) {
    this.#transport = transport;
    this.#voter = voter;
  }

  /** From now on this packet, just deposited by the voter, waits as well. */
  add(record: OutcomeRecord): void {
    this.#waiting.delete(record.id); // the newest come last
    this.#waiting.set(record.id, record);
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= MAX_REMEMBERED) break;
      this.#waiting.delete(oldest);
    }
  }

  /** At most {@link MAX_TOLD_AT_ONCE} answers that were not told yet, replies first. */
  async check(now: number, options: CallOptions): Promise<readonly Answer[]> {
    if (!this.#seen) {
      const filter = { now, voters: [this.#voter], outcomeTypes: ['open'] } as const;
      const open = [...(await this.#scan(filter, options, true)), ...this.#waiting.values()];
      for (const record of open.sort((a, b) => a.packet.timestamp - b.packet.timestamp)) this.add(record);
      this.#seen = true;
    }
    for (const { id, expires_at } of this.#waiting.values()) if (expires_at < now) this.#waiting.delete(id);
    const waiting = [...this.#waiting.values()]
      .sort((a, b) => b.packet.timestamp - a.packet.timestamp || (a.id < b.id ? -1 : 1))
      .slice(0, MAX_WATCHED);
    if (waiting.length === 0) return [];
    const found = [
      ...(await this.#replies(waiting, now, options)),
      ...(await this.#close(waiting, now, options)),
    ];
    const fresh = found.filter(
      ({ id }, i) => !this.#told.has(id) && found.findIndex((each) => each.id === id) === i,
    );
    const told = (await this.#notSettled(fresh, now, options)).slice(0, MAX_TOLD_AT_ONCE);
    for (const { id } of told) this.#told.add(id);
    return told;
  }

  async #replies(
    waiting: readonly OutcomeRecord[],
    now: number,
    options: CallOptions,
  ): Promise<readonly Answer[]> {
    if (!this.#transport.capabilities.replies) return [];
    const filter = { now, inReplyTo: waiting.map(({ id }) => id), notVoters: [this.#voter] };
    const replies = (await this.#scan(filter, options)).filter(
      ({ packet }) => packet.outcome_type !== 'open',
    );
    return waiting.flatMap((open) =>
      replies
        .filter(({ packet }) => packet.in_reply_to?.includes(open.id))
        .map((reply) => toAnswer(open, reply)),
    );
  }

  /** Later resolved packets on problems so near that they may be the same. */
  async #close(
    waiting: readonly OutcomeRecord[],
    now: number,
    options: CallOptions,
  ): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    const from = waiting.length > SEARCHED_AT_ONCE ? this.#turns++ * SEARCHED_AT_ONCE : 0;
    for (let i = 0; i < Math.min(SEARCHED_AT_ONCE, waiting.length); i++) {
      const open = waiting[(from + i) % waiting.length] as OutcomeRecord;
      const meaning = open.vector ? { vector: open.vector } : { text: open.packet.problem_description };
      if (!open.vector && !this.#transport.capabilities.embeds) continue;
      const filter = { now, outcomeTypes: ['resolved'], notVoters: [this.#voter] } as const;
      const { hits } = await this.#transport.search({ ...meaning, limit: LOOKED_AT, filter }, options);
      for (const hit of hits)
        if (hit.score >= CLOSE && hit.packet.timestamp >= open.packet.timestamp)
          answers.push(toAnswer(open, hit));
    }
    return answers;
  }

  /** Without answers that the voter has replied to, and without problems that it has closed itself. */
  async #notSettled(found: readonly Answer[], now: number, options: CallOptions): Promise<readonly Answer[]> {
    if (found.length === 0 || !this.#transport.capabilities.replies) return found;
    const ids = [...new Set(found.flatMap(({ id, open_id }) => [id, open_id]))];
    const own = await this.#scan({ now, inReplyTo: ids, voters: [this.#voter] }, options);
    const settled = new Set(own.flatMap(({ packet }) => packet.in_reply_to ?? []));
    return found.filter(({ id, open_id }) => !settled.has(id) && !settled.has(open_id));
  }

  async #scan(
    filter: Parameters<OutcomeTransport['scan']>[0]['filter'],
    options: CallOptions,
    withVectors = false,
  ): Promise<readonly OutcomeRecord[]> {
    const records: OutcomeRecord[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#transport.scan(
        { filter, limit: PAGE, withVectors, ...(cursor && { cursor }) },
        options,
      );
      records.push(...page.records);
      cursor = page.cursor;
    } while (cursor);
    return records;
  }
}

function toAnswer(open: OutcomeRecord, { id, packet }: OutcomeRecord): Answer {
  const { outcome_type, delta_summary } = packet;
  return { id, outcome_type, delta_summary, open_id: open.id, open_problem: open.packet.problem_description };
}
