import { type Floor, hitsAboveFloor } from '@qis/core';
import type { Found, ThinnedStores } from './stores.ts';

/** What a floor does in stores of one thinning. */
export interface FloorFigures {
  /** Packets a label; null means all that there are. */
  readonly per_label: number | null;
  /** Questions whose first hit was right. */
  readonly right: number;
  /** Share of them that keep it, 0 to 1. */
  readonly kept: number;
  /** Questions of which the store knows nothing. */
  readonly unknown: number;
  /** Share of them that are answered all the same, 0 to 1. */
  readonly answered: number;
}

export function reportFloor(floor: Floor, stores: readonly ThinnedStores[]): readonly FloorFigures[] {
  return stores.map(({ perLabel, right, unknown }) => ({
    per_label: Number.isFinite(perLabel) ? perLabel : null,
    right: right.length,
    kept: shareAnswered(floor, right),
    unknown: unknown.length,
    answered: shareAnswered(floor, unknown),
  }));
}

/** By the function that the router asks. */
function shareAnswered(floor: Floor, questions: readonly Found[]): number {
  return questions.filter((found) => hitsAboveFloor(floor, found) > 0).length / questions.length;
}
