import { type ErrorCode, OutcomeError } from '@qis/core';
import { GatewayError } from './gateway-error.ts';

/**
 * The body as JSON.
 * @param code of a body that is none.
 * @throws GatewayError 413 beyond so many bytes, 415 for another type; OutcomeError for what is no JSON or cut short.
 */
export async function readBody(request: Request, maxBytes: number, code: ErrorCode): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new GatewayError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send JSON, with content-type: application/json.');
  }
  const bytes = await readBytes(request, maxBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The error would quote the body.
    throw new OutcomeError(code, 'The body is not JSON.');
  }
}

/** Counts what comes: a length that is declared is checked first, and may be missing. */
async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): GatewayError =>
    new GatewayError(413, 'BODY_TOO_LARGE', `The body is longer than ${maxBytes} bytes: send less at once.`);
  const declared = Number(request.headers.get('content-length') ?? Number.NaN);
  if (declared > maxBytes) throw tooLarge();
  // Servers hold a sender to the length that it declares, and read what is short faster as a whole than in parts.
  const whole = declared <= maxBytes ? await readWhole(request) : await readParts(request, maxBytes);
  if (!whole || whole.length > maxBytes) throw tooLarge();
  return whole;
}

async function readWhole(request: Request): Promise<Uint8Array> {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch (cause) {
    throw cutShort(cause);
  }
}

/** Undefined where more comes than so many bytes. */
async function readParts(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of request.body ?? []) {
      length += part.length;
      if (length > maxBytes) return undefined;
      parts.push(part);
    }
  } catch (cause) {
    throw cutShort(cause);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Its sender has gone: no failure of this end. */
function cutShort(cause: unknown): OutcomeError {
  return new OutcomeError('ABORTED', 'The body did not come whole.', { cause, retryable: true });
}
