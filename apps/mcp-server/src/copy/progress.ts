const EVERY_MS = 2_000;

/** Says on long work how far it has come: a line every two seconds, none in the first two. */
export class Progress {
  readonly #write: (line: string) => void;
  readonly #clock: () => number;
  #doing: string | undefined;
  /** When that began: with its first report, or with the last of what was done before. */
  #began: number;
  #latest: number;
  #said: number;

  /** @param clock milliseconds. */
  constructor(write: (line: string) => void, clock: () => number) {
    this.#write = write;
    this.#clock = clock;
    this.#began = clock();
    this.#latest = this.#began;
    this.#said = this.#began;
  }

  /** @param doing for instance `copied`; where it changes, `count` begins anew. */
  report(doing: string, count: number, total?: number): void {
    const time = this.#clock();
    if (doing !== this.#doing) this.#began = this.#doing === undefined ? time : this.#latest;
    this.#doing = doing;
    this.#latest = time;
    if (time - this.#said < EVERY_MS) return;
    this.#said = time;
    const of = total === undefined ? '' : ` of ${inGroups(total)}`;
    const ms = time - this.#began;
    const rate = ms > 0 ? `, ${inGroups(Math.round((1_000 * count) / ms))} a second` : '';
    this.#write(`${inGroups(count)}${of} ${doing}${rate}`);
  }
}

/** 12345 as 12,345. */
export function inGroups(count: number): string {
  return count.toLocaleString('en');
}
