/** 32 bits of whole numbers (FNV-1a): tells one from another by chance alone, and spreads evenly. */
export function hashOf(numbers: Uint8Array | Uint32Array): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) hash = Math.imul(hash ^ number, 0x01000193);
  return hash >>> 0;
}
