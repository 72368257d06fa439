import { OutcomeError, type OutcomePacketInput, voterOf } from '@qis/core';
import { GatewayError } from './gateway-error.ts';

/**
 * What a principal may do. `deposit`: leave packets, and take its own back; `query`: query, synthesize, read packets and
 * statistics; `records`: a transport's verbs; `admin`, beside `records`: write under any voter and id, also what has
 * expired, and remove anybody's packets. None of them implies another.
 */
export type Scope = 'deposit' | 'query' | 'records' | 'admin';

/** Who sends a request, and what it may do. */
export interface Principal {
  /** Who it is, for limits and logs. Never a secret. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Absent: all. */
  readonly collections?: readonly string[];
  /** Whom deposits come from; others' are refused. Absent: whoever the packet names. */
  readonly voter?: string;
}

/** Why a request is not let in, in a sentence for whoever sent it. */
export type Denial = Refusal | Postponement;

interface Refusal {
  /** 401: credentials are missing or wrong. 403: none would help. */
  readonly status: 401 | 403;
  readonly reason: string;
}

/** It sends more than it may. */
interface Postponement {
  readonly status: 429;
  readonly reason: string;
  /** When the same request may be let in: whole seconds, at least 1. */
  readonly retryAfter: number;
}

export type Authenticate = (request: Request) => Principal | Denial | Promise<Principal | Denial>;

/** @throws GatewayError with the status of the denial. */
export async function authenticated(authenticate: Authenticate, request: Request): Promise<Principal> {
  const answer = await authenticate(request);
  if (!('status' in answer)) return answer;
  if (answer.status === 403) throw new GatewayError(403, 'FORBIDDEN', answer.reason);
  if (answer.status === 429) {
    const headers = { 'retry-after': String(answer.retryAfter) };
    throw new GatewayError(429, 'RATE_LIMITED', answer.reason, { headers });
  }
  throw new GatewayError(401, 'UNAUTHENTICATED', answer.reason, {
    headers: { 'www-authenticate': 'Bearer' },
  });
}

export function assertScope({ scopes }: Principal, scope: Scope): void {
  if (scopes.includes(scope)) return;
  throw new GatewayError(403, 'FORBIDDEN', `This needs the scope ${scope}, which these credentials lack.`);
}

export function assertCollection({ collections }: Principal, collection: string): void {
  if (!collections || collections.includes(collection)) return;
  throw new GatewayError(403, 'FORBIDDEN', 'These credentials are for other collections.');
}

interface Signature {
  readonly principal: Principal;
  readonly ttl: number;
}

/**
 * A packet as its principal may deposit it: an `agent_id` that is missing is the principal's voter, a `ttl` the gateway's.
 * @param at where it stands in the body; empty where it is the body.
 */
export function signed(
  input: unknown,
  { principal: { voter }, ttl }: Signature,
  at: string,
): OutcomePacketInput {
  if (!isObject(input)) {
    const message = `${at || 'The body'} must be a packet.`;
    throw new OutcomeError('INVALID_PACKET', message, at ? { field: at } : {});
  }
  // What else it holds is for the router to look at.
  const packet = { ttl, ...(input as OutcomePacketInput) };
  if (voter === undefined || (packet.agent_id !== undefined && typeof packet.agent_id !== 'string'))
    return packet;
  if (packet.agent_id === undefined || packet.agent_id === '') return { ...packet, agent_id: voter };
  assertVoter(voter, voterOf(packet.agent_id), at ? `${at}.agent_id` : 'agent_id');
  return packet;
}

export function assertVoter(own: string | undefined, voter: string, field: string): void {
  if (own === undefined || own === voter) return;
  const message = `${field} names another voter than these credentials: leave it out, or let it begin with your own.`;
  throw new GatewayError(403, 'FORBIDDEN', message, { field });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
