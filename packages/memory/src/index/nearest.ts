/** A vector that a search found. */
export interface Neighbour {
  readonly key: number;
  /** Cosine similarity, -1 to 1. */
  readonly score: number;
}

/** Keeps the `limit` best of the neighbours that it is offered, each key offered once: a heap whose root is the worst kept. */
export class Nearest {
  readonly #limit: number;
  readonly #heap: Neighbour[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  offer(key: number, score: number): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push({ key, score });
      this.#rise(heap.length - 1);
    } else if (score > (heap[0] as Neighbour).score) {
      heap[0] = { key, score };
      this.#sink();
    }
  }

  /** By descending score, then by key. */
  sorted(): Neighbour[] {
    return this.#heap.sort((a, b) => b.score - a.score || a.key - b.key);
  }

  #rise(from: number): void {
    const heap = this.#heap;
    const risen = heap[from] as Neighbour;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Neighbour;
      if (above.score <= risen.score) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = risen;
  }

  #sink(): void {
    const heap = this.#heap;
    const sunk = heap[0] as Neighbour;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Neighbour).score < (heap[child] as Neighbour).score)
        child++;
      const below = heap[child] as Neighbour;
      if (below.score >= sunk.score) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = sunk;
  }
}
