import { createHash, randomUUID } from 'node:crypto';
import { plainName } from '../agent-id.ts';

/** By which a client names its session itself. */
const SESSION_HEADER = 'qis-session';
/** By which a client of the 2025 specifications gives back what it was given at `initialize`. */
export const SESSION_ID_HEADER = 'mcp-session-id';

const ISSUED = /^([a-z0-9-]{1,32})\.[0-9a-f-]{36}$/;

/** Which of a voter's sessions sends a request, as far as HTTP tells. */
export interface Session {
  /** The client's own name, where the id of its session carries it. */
  readonly clientName?: string;
  /** Six hex digits: the same for all requests of a session. */
  readonly digits: string;
}

/**
 * An id for a client that says `initialize`. Nothing is kept of it: the client brings it back, with its name in front, which
 * it says only now.
 */
export function newSessionId(clientName: unknown): string {
  return `${plainName(typeof clientName === 'string' ? clientName : undefined)}.${randomUUID()}`;
}

/** A request that names no session is one of its own: another agent of the same name and voter could have sent it. */
export function sessionOf({ headers }: Request): Session {
  const issued = headers.get(SESSION_ID_HEADER);
  const clientName = issued === null ? undefined : ISSUED.exec(issued)?.[1];
  const session = headers.get(SESSION_HEADER) ?? issued ?? randomUUID();
  // Hashed: what a client sends could be too long for a packet, or not be text.
  const digits = createHash('sha256').update(session).digest('hex').slice(0, 6);
  return { digits, ...(clientName !== undefined && { clientName }) };
}
