export const DIMENSIONS = 64;

/** Unit vectors from counts of letters three by three: as small as an embedder can be. */
export function embedText(text: string): Float32Array {
  const counts = new Float32Array(DIMENSIONS);
  const padded = `  ${text}  `;
  for (let i = 0; i + 3 <= padded.length; i++) {
    let hash = 7;
    for (let j = i; j < i + 3; j++) hash = Math.imul(hash ^ padded.charCodeAt(j), 0x01000193) >>> 0;
    counts[(hash >>> 8) % DIMENSIONS] = (counts[(hash >>> 8) % DIMENSIONS] ?? 0) + (hash & 1 ? 1 : -1);
  }
  return unit(counts);
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
