/** Random numbers that are the same every time: mulberry32, 0 to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Vectors of unit length around `topics` centres, as texts lie around their topics. */
export function randomVectors(
  count: number,
  dimensions: number,
  random: () => number,
  topics = 200,
): Float32Array[] {
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: topics }, () => unit(new Float32Array(dimensions).map(gauss)));
  return Array.from({ length: count }, () => {
    const centre = centres[Math.floor(random() * topics)] as Float32Array;
    return unit(centre.map((value) => value + (0.8 * gauss()) / Math.sqrt(dimensions)));
  });
}
