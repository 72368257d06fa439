/** A text and its vector by the float64 forward pass of golden/, float32 in base64. */
export interface GoldenCase {
  readonly text: string;
  readonly tokens: number;
  readonly vector: string;
}

/** The cosine of a vector of length 1 with a golden one. */
export function cosineWithGolden(vector: Float32Array, { vector: base64 }: GoldenCase): number {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const golden = new Float32Array(bytes.buffer);
  return vector.reduce((sum, value, at) => sum + value * (golden[at] as number), 0);
}
