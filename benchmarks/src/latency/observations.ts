import type { Asked } from './ask.ts';
import type { Filled } from './fill.ts';
import type { Footprint } from './stores/store.ts';

/** Everything that was seen, for the sections to be made of. */
export interface Observations {
  readonly asked: Asked[];
  readonly filled: Filled[];
  readonly opened: Opened[];
  readonly footprints: (Footprint & { readonly store: string; readonly packets: number })[];
  /** By name, with the reason. */
  readonly leftOut: string[];
}

export interface Opened {
  readonly store: string;
  readonly packets: number;
  /** Milliseconds from the opening of another instance to its first answer. */
  readonly times: readonly number[];
}

export function nothingYet(): Observations {
  return { asked: [], filled: [], opened: [], footprints: [], leftOut: [] };
}
