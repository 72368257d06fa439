import type { Measurement } from '../bench/measurement.ts';

/** A sentence for each quantity and pair of stores: what part of the peer's time ours takes, by the number of packets. */
export function ratioFindings(measurements: readonly Measurement[]): string[] {
  const pairs = Map.groupBy(
    measurements.filter(({ unit }) => unit === 'ratio'),
    ({ what, of }) => `${of.ours}: ${what.replace(', ours over peer', '')} is`,
  );
  return [...pairs].map(([beginning, ratios]) => {
    const peers = Map.groupBy(ratios, ({ of }) => String(of.peer));
    const parts = [...peers].map(([peer, all]) => `${rangeOf(all)} that of ${peer}`);
    return `${beginning} ${parts.join(', ')}.`;
  });
}

/** A sentence for each goal that is missed. */
export function missedGoals(measurements: readonly Measurement[]): string[] {
  return measurements.flatMap(({ what, of, value, goal }) => {
    if (!goal || !('atMost' in goal) || value <= goal.atMost) return [];
    const sides = `${of.ours} beside ${of.peer} with ${thousands(of.packets)} packets`;
    return `Missed: ${what}, ${sides} is ${value.toFixed(2)}, the goal is at most ${goal.atMost}.`;
  });
}

function rangeOf(ratios: readonly Measurement[]): string {
  const each = ratios.map(({ value, of }) => `${value.toFixed(2)} (${thousands(of.packets)})`);
  return `${each.join(', ')} times`;
}

export function thousands(count: string | number | undefined): string {
  return Number(count).toLocaleString('en-US');
}
