/** How much of a turn of the event loop goes to those who wait, in milliseconds. */
const SLICE_MS = 2;

/**
 * Lets callers on, first come, first served, and in each turn of the event loop no more than fit into a slice of time. A
 * query takes a millisecond of the one thread there is, and Node accepts one connection in a turn: were all that have
 * asked served in one turn, whoever connects while hundreds ask would wait for seconds, and so would timers and signals.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #began: number | undefined;

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      setImmediate(this.#admit);
    });
  }

  // What one is let on to do at once, it does before the next immediate of the same turn.
  readonly #admit = (): void => {
    if (this.#began === undefined) {
      this.#began = performance.now();
      setImmediate(() => {
        this.#began = undefined;
      });
    }
    if (performance.now() - this.#began < SLICE_MS) this.#waiting.shift()?.();
    else setImmediate(this.#admit);
  };
}
