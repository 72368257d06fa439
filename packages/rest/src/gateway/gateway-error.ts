import type { GatewayCode } from '../wire/problem.ts';

export interface GatewayErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly field?: string;
}

/** A refusal that only HTTP knows, by its status. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: number;
  readonly code: GatewayCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly field: string | undefined;

  constructor(status: number, code: GatewayCode, message: string, options: GatewayErrorOptions = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = options.headers ?? {};
    this.field = options.field;
  }
}
