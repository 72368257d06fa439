/** What a value is counted in; a ratio is one figure over another of the same run. */
export type Unit =
  | 'ms'
  | 's'
  | 'bytes'
  | 'per second'
  | 'share'
  | 'ratio'
  | 'exponent'
  | 'tokens'
  | 'packets'
  | 'count';

/** One figure, with what it takes to read it on its own. */
export interface Measurement {
  /** The quantity, for instance `query p50`: a column of a table. */
  readonly what: string;
  /** Where it was measured, for instance `{ transport: 'memory:', packets: 1000, filter: 'none' }`: a row. */
  readonly of: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly unit: Unit;
  /** How many calls, rounds or seeds stand behind it. */
  readonly samples: number;
  /** How far it wanders, an interval around the value. Absent: it is counted, not timed or drawn, and does not wander. */
  readonly spread?: Spread;
  /** Which way is better; absent where neither is. */
  readonly better?: 'less' | 'more';
  /** What the project has set itself, looked at by `--check`. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface Spread {
  readonly low: number;
  readonly high: number;
  /** What the interval is: quartiles of rounds, or 95% of a bootstrap over seeds. */
  readonly kind: 'quartiles' | '95%';
}

/** A picture of a section's measurements. What it does not name of their `of`, it shows apart. */
export interface Plot {
  readonly title: string;
  /** Which quantities. They share an axis and a unit. */
  readonly what: readonly string[];
  readonly mark: 'line' | 'bar';
  /** Members of `of`: along the axis, by colour, and in panels side by side. */
  readonly x: string;
  readonly colour?: string;
  readonly panels?: string;
  readonly log?: { readonly x?: boolean; readonly y?: boolean };
}

/** Some measurements that are read together. */
export interface Section {
  /** Unique within its suite, lower case with hyphens: for instance `query-latency`. */
  readonly id: string;
  readonly title: string;
  /** How it was measured, in one or two sentences for somebody who was not there. */
  readonly about: string;
  readonly measurements: readonly Measurement[];
  /** What the figures say, a plain sentence each, made of the figures themselves. */
  readonly findings: readonly string[];
  readonly plots: readonly Plot[];
  /** What was not measured and why, by name. */
  readonly leftOut: readonly string[];
}
