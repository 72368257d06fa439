import { expect, test } from 'vitest';
import { QuantizedRows } from './quantized-rows.ts';

test('a row is added as scale × (nibble − 8), the low nibble first', () => {
  const rows = new QuantizedRows(new Uint8Array([0, 0, 0x80, 0x1f]), new Float32Array([1, 0.5]), 4);
  const sum = new Float64Array([10, 10, 10, 10]);
  rows.add(1, sum);
  expect([...sum]).toEqual([6, 10, 13.5, 6.5]);
});
