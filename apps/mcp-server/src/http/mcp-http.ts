import type { McpHttpHandler } from '@modelcontextprotocol/server';
import { OutcomeError } from '@qis/core';
import {
  type Admitted,
  type Entrance,
  GatewayError,
  type Place,
  problemResponse,
  readBody,
} from '@qis/rest/gateway';
import { newSessionId, SESSION_ID_HEADER, type Session, sessionOf } from './session.ts';

/** One request that was let in: who, to which collection, in which session. */
export interface Visit extends Admitted {
  readonly request: Request;
  readonly session: Session;
}

export interface McpHttpOptions {
  readonly entrance: Entrance;
  /** Makes the handler of the protocol, whose servers may ask for the visit of the request that they are made for. */
  readonly handlerFor: (visitOf: (request: Request | undefined) => Visit) => Pick<McpHttpHandler, 'fetch'>;
  /** Hears of every failure that is answered with a status of 500 or more. */
  readonly onFailure: (error: unknown, request: Request) => void;
}

/** A message is one call of a tool, whose packet takes 512 bytes. */
const MAX_BODY_BYTES = 1_024 * 1_024;
/** What reading a body calls one that is no JSON. */
const NO_JSON = 'INVALID_QUERY';
const INTERNAL = 500;
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

/**
 * MCP over HTTP for whoever is let in: in front of the SDK's handler stand credentials, collection, the limits of the
 * gateway and, for clients of 2025, the ids of their sessions. What is refused before a message is read is answered with a
 * problem document, what is wrong with a message as JSON-RPC says. Never rejects.
 */
export function createMcpHttp(options: McpHttpOptions): (request: Request) => Promise<Response> {
  const { entrance, handlerFor, onFailure } = options;
  const visits = new WeakMap<Request, Visit>();
  const handler = handlerFor((request) => {
    const visit = request && visits.get(request);
    if (!visit) throw new Error('A server was made for a request that was not let in.');
    return visit;
  });

  const serve = async (request: Request, place: Place): Promise<Response> => {
    const admitted = await entrance.admit(place, request);
    visits.set(request, { ...admitted, request, session: sessionOf(request) });
    const message = await readMessage(request);
    if (message instanceof Response) return message;
    const response = await handler.fetch(request, { parsedBody: message });
    if (response.status >= INTERNAL)
      onFailure(new Error(`The protocol's handler failed: ${response.status}`), request);
    if (response.ok && isInitialize(message)) {
      response.headers.set(SESSION_ID_HEADER, newSessionId(message.params?.clientInfo?.name));
    }
    return response;
  };

  return async (request) => {
    try {
      assertPost(request);
      const place = entrance.enter();
      return await serve(request, place).then(
        (response) => endingWith(response, place),
        (error: unknown) => {
          place.leave();
          throw error;
        },
      );
    } catch (error) {
      const response = problemResponse(error);
      if (response.status >= INTERNAL) onFailure(error, request);
      return response;
    }
  };
}

/** No session is kept that could be listened to or ended. */
function assertPost({ method }: Request): void {
  if (method === 'POST') return;
  throw new GatewayError(405, 'METHOD_NOT_ALLOWED', 'MCP takes POST here: no session is kept.', {
    headers: { allow: 'POST' },
  });
}

/** A message, or the answer to what is none. */
async function readMessage(request: Request): Promise<unknown> {
  try {
    const message = await readBody(request, MAX_BODY_BYTES, NO_JSON);
    // Only 2025-03-26 had batches. They would pass the limits on requests.
    return Array.isArray(message) ? rpcError(INVALID_REQUEST, 'Send one message in a request.') : message;
  } catch (error) {
    if (!OutcomeError.isInstance(error) || error.code !== NO_JSON) throw error;
    return rpcError(PARSE_ERROR, error.message);
  }
}

function rpcError(code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status: 400 });
}

interface Initialize {
  readonly params?: { readonly clientInfo?: { readonly name?: unknown } | null } | null;
}

function isInitialize(message: unknown): message is Initialize {
  return (
    typeof message === 'object' && message !== null && 'method' in message && message.method === 'initialize'
  );
}

/** The same response, whose place is given back when all of it has been read, or nobody wants more. */
function endingWith(response: Response, place: Place): Response {
  const { body, status, headers } = response;
  if (!body || !headers.get('content-type')?.startsWith('text/event-stream')) {
    place.leave();
    return response;
  }
  const reader = body.getReader();
  const ended = (): void => place.leave();
  reader.closed.then(ended, ended);
  const counted = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(counted, { status, headers });
}
