/** Who must act on an error. */
export type Actor = 'model' | 'caller' | 'operator';

/** What went wrong, stable across versions. */
export type ErrorCode =
  | 'INVALID_PACKET'
  | 'PACKET_TOO_LARGE'
  | 'PACKET_EXPIRED'
  | 'INVALID_QUERY'
  | 'DEPOSIT_REFUSED'
  | 'ABORTED'
  | 'CLOSED'
  | 'INVALID_OPTION'
  | 'NOT_SUPPORTED'
  | 'EMBEDDER_FAILED'
  | 'EMBEDDER_MISMATCH'
  | 'FINGERPRINT_MISSING'
  | 'STORE_DAMAGED'
  | 'STORE_FAILED'
  | 'STORE_FULL'
  | 'STORE_MISSING'
  | 'STORE_READ_ONLY'
  | 'STORE_TIMEOUT'
  | 'STORE_UNAVAILABLE'
  | 'STORE_UNSUPPORTED';

/**
 * The codes, sorted by who must act. `model`: whoever wrote the arguments, often a language model, can correct them and
 * try again. `caller`: the program that holds the router. `operator`: the store, the network or the installation.
 */
const ACTORS: Readonly<Record<ErrorCode, Actor>> = {
  INVALID_PACKET: 'model',
  PACKET_TOO_LARGE: 'model',
  PACKET_EXPIRED: 'model',
  INVALID_QUERY: 'model',
  DEPOSIT_REFUSED: 'model',
  ABORTED: 'caller',
  CLOSED: 'caller',
  INVALID_OPTION: 'caller',
  NOT_SUPPORTED: 'caller',
  EMBEDDER_FAILED: 'operator',
  EMBEDDER_MISMATCH: 'operator',
  FINGERPRINT_MISSING: 'operator',
  STORE_DAMAGED: 'operator',
  STORE_FAILED: 'operator',
  STORE_FULL: 'operator',
  STORE_MISSING: 'operator',
  STORE_READ_ONLY: 'operator',
  STORE_TIMEOUT: 'operator',
  STORE_UNAVAILABLE: 'operator',
  STORE_UNSUPPORTED: 'operator',
};

/** All codes, for documentation and for checking codes that came over a wire. */
export const ERROR_CODES: readonly ErrorCode[] = Object.keys(ACTORS) as ErrorCode[];

export interface OutcomeErrorOptions {
  /** What was thrown below, kept for the log; its text is never shown to a model. */
  readonly cause?: unknown;
  /** The input field at fault, as a path: `confidence`, `domain_tags[2]`, `packets[3].ttl`. */
  readonly field?: string;
  /** Whether the same call may succeed later, unchanged. Default false. */
  readonly retryable?: boolean;
  /** Ids of packets that the store has not acknowledged: each may or may not be stored; depositing again is harmless. */
  readonly unacknowledged?: readonly string[];
}

// Registered, so that two copies of this package in one process recognise each other's errors.
const MARKER = Symbol.for('qis.OutcomeError');

/** The one error class. `message` says what is wrong and what to do; it never quotes packet text. */
export class OutcomeError extends Error {
  override readonly name: string = 'OutcomeError';
  readonly code: ErrorCode;
  readonly actor: Actor;
  readonly field: string | undefined;
  readonly retryable: boolean;
  readonly unacknowledged: readonly string[];

  constructor(code: ErrorCode, message: string, options: OutcomeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    Object.defineProperty(this, MARKER, { value: true });
    this.code = code;
    this.actor = ACTORS[code];
    this.field = options.field;
    this.retryable = options.retryable ?? false;
    this.unacknowledged = options.unacknowledged ?? [];
  }

  /** True for an error of this class, made by this or another copy of the package. */
  static isInstance(value: unknown): value is OutcomeError {
    return typeof value === 'object' && value !== null && MARKER in value;
  }
}
