/** The dot product: the cosine where both are of unit length. */
export function dot(a: Float32Array, b: Float32Array): number {
  // Four sums that do not wait for each other: more than twice as quick.
  let p = 0;
  let q = 0;
  let r = 0;
  let s = 0;
  const whole = a.length - (a.length % 4);
  let i = 0;
  for (; i < whole; i += 4) {
    p += (a[i] as number) * (b[i] as number);
    q += (a[i + 1] as number) * (b[i + 1] as number);
    r += (a[i + 2] as number) * (b[i + 2] as number);
    s += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (; i < a.length; i++) p += (a[i] as number) * (b[i] as number);
  return p + q + r + s;
}
