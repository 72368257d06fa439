import { OutcomeError } from '@qis/core';
import type { PipelineTensor } from './pipeline.ts';

/** How token vectors become one: their `mean`, or the first of them alone, `cls`. */
export type Pooling = 'mean' | 'cls';

/**
 * One vector of length 1 of a tensor of one text's token vectors.
 * @throws OutcomeError `EMBEDDER_FAILED` when it is no such tensor, or the vector has no direction.
 */
export function poolTokens(tensor: PipelineTensor | undefined, pooling: Pooling): Float32Array {
  const [texts, tokens = 0, dimensions = 0] = tensor?.dims ?? [];
  const data = tensor?.data;
  if (!(data instanceof Float32Array) || texts !== 1 || data.length !== tokens * dimensions) {
    throw failed('The model gives no vectors of tokens: choose a model for feature extraction.');
  }
  const sum = new Float64Array(dimensions);
  const counted = pooling === 'cls' ? dimensions : data.length;
  for (let at = 0; at < counted; at++)
    sum[at % dimensions] = (sum[at % dimensions] as number) + (data[at] as number);
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  if (!(length > 0 && length < Number.POSITIVE_INFINITY)) {
    throw failed(
      'The model gives a vector without a direction: its weights are damaged, or it is no model for texts.',
    );
  }
  return Float32Array.from(sum, (value) => value / length);
}

function failed(message: string): OutcomeError {
  return new OutcomeError('EMBEDDER_FAILED', message);
}
