import type { Material } from './material.ts';
import { Stage } from './stage.ts';

/** What the parts of a run have in common. */
export interface PeersRun {
  readonly material: Material;
  /** Numbers of packets, ascending. */
  readonly sizes: readonly number[];
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Says what begins, of this many seconds by estimate. */
  readonly begin: (what: string, seconds: number) => void;
}

/** A stage for each size, one after the other. Where the run is aborted, what was done stays done. */
export async function forEachSize(
  { material, sizes, folder, signal, begin }: PeersRun,
  what: string,
  secondsOf: (size: number) => number,
  measure: (stage: Stage) => Promise<void>,
): Promise<void> {
  for (const size of sizes) {
    if (signal.aborted) return;
    begin(`${what}, ${size.toLocaleString('en-US')} packets`, secondsOf(size));
    const stage = new Stage(folder, material.fingerprint, material.records.slice(0, size), signal);
    try {
      await measure(stage);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await stage.close();
    }
  }
}
