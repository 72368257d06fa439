import type { SuiteName } from './suite.ts';

/** Minutes of a full run on the development machine, for the first guess of what is left. */
const MINUTES: Readonly<Record<SuiteName, number>> = {
  latency: 21,
  peers: 8,
  fleet: 4,
  mcp: 3,
  quality: 3,
  synthesis: 2,
};
/** What a quick run takes of it, about. */
const QUICK = 1 / 7;
/** Before so much is done, the guess is better than what was measured. */
const TELLING = 0.05;
/** Milliseconds between two lines where a line cannot be renewed, and between two states of one that can. */
const LINE_EVERY_MS = 10_000;
const STATE_EVERY_MS = 100;

/** Where progress is shown: standard error. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How far a run is and how long it still takes: one line that is renewed on a terminal, now and then a line elsewhere. */
export class Progress {
  readonly #suites: readonly SuiteName[];
  readonly #full: boolean;
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #began: number;
  #shown = Number.NEGATIVE_INFINITY;
  #suite: SuiteName | undefined;

  constructor(
    suites: readonly SuiteName[],
    full: boolean,
    screen: Screen,
    now: () => number = () => performance.now(),
  ) {
    this.#suites = suites;
    this.#full = full;
    this.#screen = screen;
    this.#now = now;
    this.#began = now();
  }

  /** @param share of the suite, 0 to 1. */
  show(suite: SuiteName, share: number, what: string): void {
    const now = this.#now();
    const pause = this.#screen.isTTY ? STATE_EVERY_MS : LINE_EVERY_MS;
    if (suite === this.#suite && now - this.#shown < pause) return;
    this.#shown = now;
    this.#suite = suite;
    const done = this.#doneBefore(suite) + share * MINUTES[suite];
    const part = done / this.#minutes(this.#suites);
    const line = `${Math.round(100 * part)}%  ${suite}: ${what}  (${this.#left(part, now)} left)`;
    this.#screen.write(
      this.#screen.isTTY ? `\r\u001b[2K${line.slice(0, (this.#screen.columns || 80) - 1)}` : `${line}\n`,
    );
  }

  /** Makes room for other lines. */
  clear(): void {
    if (this.#screen.isTTY && this.#suite !== undefined) this.#screen.write('\r\u001b[2K');
    this.#suite = undefined;
  }

  #left(part: number, now: number): string {
    const elapsed = now - this.#began;
    const guess = this.#minutes(this.#suites) * 60_000 * (this.#full ? 1 : QUICK) * (1 - part);
    const seconds = (part < TELLING ? guess : (elapsed * (1 - part)) / part) / 1_000;
    return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
  }

  #doneBefore(suite: SuiteName): number {
    return this.#minutes(this.#suites.slice(0, this.#suites.indexOf(suite)));
  }

  #minutes(suites: readonly SuiteName[]): number {
    return suites.reduce((sum, suite) => sum + MINUTES[suite], 0);
  }
}
