import type { ErrorCode } from '@qis/core';

/** What only an HTTP face can refuse; everything else has the code of the error. */
export type GatewayCode =
  | 'BODY_TOO_LARGE'
  | 'FORBIDDEN'
  | 'METHOD_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'OVERLOADED'
  | 'RATE_LIMITED'
  | 'UNAUTHENTICATED'
  | 'UNSUPPORTED_MEDIA_TYPE';

/** Every answer of a gateway that is no success: a problem document (RFC 9457), `application/problem+json`. */
export interface Problem {
  readonly type: 'about:blank';
  /** The status in words. */
  readonly title: string;
  readonly status: number;
  /** What is wrong and what to do; it never quotes packet text. */
  readonly detail: string;
  readonly code: ErrorCode | GatewayCode;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** The member at fault, as a path. */
  readonly field?: string;
  /** Ids of packets that were not acknowledged. */
  readonly unacknowledged?: readonly string[];
}

export const PROBLEM_TYPE = 'application/problem+json';
