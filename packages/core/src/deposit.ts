import { createPacket } from './create-packet.ts';
import { OutcomeError } from './errors.ts';
import { expiresAt, MAX_CLOCK_SKEW, type OutcomePacket, type OutcomePacketInput, voterOf } from './packet.ts';
import { packetId } from './packet-id.ts';
import type { OutcomeRecord } from './transport.ts';

/** Why a gate refuses a packet. The reason reaches the author, often a model: say what to change, quote nothing. */
export interface Refusal {
  readonly field?: keyof OutcomePacket;
  readonly reason: string;
}

/** Runs before a packet is deposited; nothing means let it pass. */
export type Gate = (packet: OutcomePacket) => Refusal | undefined | Promise<Refusal | undefined>;

/** What the router answers to a deposit. */
export interface DepositReceipt {
  /** Cite it in `in_reply_to`. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly expires_at: number;
}

/** A record without its vector, ready to be embedded and written. */
export type Draft = Omit<OutcomeRecord, 'vector'>;

export interface DraftOptions {
  /** Seconds since the epoch. */
  readonly now: number;
  readonly gate: Gate | undefined;
  /** Where the packet stands in the caller's input, for instance `packets[3]`. Default: it is the input. */
  readonly at?: string;
  /** Takes a packet that has expired, too. Default false. */
  readonly includeExpired?: boolean;
}

/**
 * Validates one packet for writing.
 * @throws OutcomeError `INVALID_PACKET`, `PACKET_TOO_LARGE`, `PACKET_EXPIRED` or `DEPOSIT_REFUSED`, naming the field.
 */
export async function draftDeposit(input: OutcomePacketInput, options: DraftOptions): Promise<Draft> {
  const { now, gate, at = '', includeExpired = false } = options;
  const packet = located(at, () => {
    const created = createPacket(input, now);
    assertNotAhead(created, now);
    if (!includeExpired) assertLive(created, now);
    return created;
  });
  const refusal = await gate?.(packet);
  if (refusal) {
    const field = [at, refusal.field].filter(Boolean).join('.');
    throw new OutcomeError(
      'DEPOSIT_REFUSED',
      `The deposit was refused: ${refusal.reason}`,
      field ? { field } : {},
    );
  }
  return { id: packetId(packet), packet, voter: voterOf(packet.agent_id), expires_at: expiresAt(packet) };
}

function assertNotAhead({ timestamp }: OutcomePacket, now: number): void {
  if (timestamp <= now + MAX_CLOCK_SKEW) return;
  const message = `timestamp is ${Math.ceil(timestamp - now)} s ahead of this clock, the limit is ${MAX_CLOCK_SKEW} s: leave it out, or give seconds (not milliseconds) since the epoch.`;
  throw new OutcomeError('INVALID_PACKET', message, { field: 'timestamp' });
}

function assertLive(packet: OutcomePacket, now: number): void {
  if (expiresAt(packet) >= now) return;
  const message = `The packet expired ${Math.ceil(now - expiresAt(packet))} s ago: give it a later timestamp or a longer ttl.`;
  throw new OutcomeError('PACKET_EXPIRED', message, { field: 'ttl' });
}

function located<T>(at: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (at === '' || !OutcomeError.isInstance(error)) throw error;
    const field = error.field ? `${at}.${error.field}` : at;
    throw new OutcomeError(error.code, `${at}: ${error.message}`, { cause: error, field });
  }
}
