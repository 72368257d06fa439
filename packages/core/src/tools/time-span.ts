const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

/** A span of time as a model reads it best: `12s`, `5m`, `3h`, `30d`. Whole units, rounded down, never negative. */
export function timeSpan(seconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) ?? ['s', 1];
  return `${Math.max(0, Math.floor(seconds / length))}${unit}`;
}

/** Seconds since the epoch. */
export function systemClock(): number {
  return Date.now() / 1000;
}
