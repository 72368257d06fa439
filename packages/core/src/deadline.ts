import { OutcomeError } from './errors.ts';

/** One call's limit in time: its own deadline and its caller's signal, whichever comes first. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #at: number;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #over: Promise<never>;
  #error: OutcomeError | undefined;

  constructor(storeName: string, milliseconds: number, callerSignal?: AbortSignal) {
    this.#callerSignal = callerSignal;
    this.#at = performance.now() + milliseconds;
    this.#over = new Promise((_, reject) => {
      this.#controller.signal.addEventListener('abort', () => reject(this.#error), { once: true });
    });
    // Whoever races sees the rejection; where nobody does, it must not count as unhandled.
    this.#over.catch(() => undefined);
    this.#timer = setTimeout(() => {
      const message = `The ${storeName} store did not answer within ${milliseconds} ms; what was sent may still take effect. Try again.`;
      this.#end(new OutcomeError('STORE_TIMEOUT', message, { retryable: true }));
    }, milliseconds);
    if (callerSignal?.aborted) this.#abort();
    else callerSignal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** Aborts when the call is over; for passing on to a driver. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Time that is left, in milliseconds. */
  get remainingMs(): number {
    return this.#at - performance.now();
  }

  /** The promise's result, or the error of the deadline if that comes first. */
  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([this.#over, promise]);
  }

  assertNotOver(): void {
    if (this.#error) throw this.#error;
  }

  done(): void {
    clearTimeout(this.#timer);
    this.#callerSignal?.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    this.#end(new OutcomeError('ABORTED', 'The caller gave up.', { cause: this.#callerSignal?.reason }));
  };

  #end(error: OutcomeError): void {
    this.#error ??= error;
    this.#controller.abort(this.#error);
  }
}

/** Resolves after so many milliseconds, or at once when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
