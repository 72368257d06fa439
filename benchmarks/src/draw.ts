/**
 * So many of the items in random order, the same for the same seed: the first steps of a Fisher-Yates shuffle, by
 * mulberry32. Throws an Error where there are fewer.
 */
export function draw<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  if (items.length < count) throw new Error(`${count} are wanted, there are ${items.length}.`);
  const list = [...items];
  let state = seed | 0;
  for (let at = 0; at < count; at++) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    const random = ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    const other = at + Math.floor(random * (list.length - at));
    [list[at], list[other]] = [list[other] as T, list[at] as T];
  }
  return list.slice(0, count);
}
