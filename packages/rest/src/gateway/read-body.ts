import { type ErrorCode, OutcomeError } from '@qis/core';
import { GatewayError } from './gateway-error.ts';

/**
 * The body as JSON.
 * @param code of a body that is none.
 * @throws GatewayError 413 beyond so many bytes, 415 for another type; OutcomeError for what is no JSON.
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

/** Counts what comes, since a length that is declared may be wrong or missing. */
async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): GatewayError =>
    new GatewayError(413, 'BODY_TOO_LARGE', `The body is longer than ${maxBytes} bytes: send less at once.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > maxBytes) throw tooLarge();
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
