import { OutcomeError } from '@qis/core';

/**
 * The vectors of an answer of `/embeddings`, in the order of the texts, of length 1.
 * @param count texts that were sent
 * @param dimensions what each vector must have; undefined: what the first one has
 * @throws OutcomeError `EMBEDDER_FAILED` for anything that is not one vector with a direction a text.
 */
export function readAnswer(
  answer: unknown,
  count: number,
  dimensions: number | undefined,
): readonly Float32Array[] {
  const { data } = (answer ?? {}) as { data?: unknown };
  if (!Array.isArray(data)) {
    throw failed('is no list of embeddings: baseUrl must lead to an OpenAI-compatible API, often …/v1');
  }
  if (data.length !== count) throw failed(`has ${data.length} vectors for ${count} texts`);
  const vectors: Float32Array[] = [];
  let wanted = dimensions;
  for (const each of data as readonly unknown[]) {
    const { index, embedding } = (each ?? {}) as { index?: unknown; embedding?: unknown };
    if (!Number.isInteger(index) || (index as number) < 0 || (index as number) >= count) {
      throw failed('does not say which vector is whose: index is missing or wrong');
    }
    if (vectors[index as number]) throw failed('has two vectors for one text');
    const vector = unitVector(embedding);
    wanted ??= vector.length;
    if (vector.length !== wanted) {
      throw failed(
        `has a vector of ${vector.length} dimensions where ${wanted} are expected: the model is another, or cannot give so many`,
      );
    }
    vectors[index as number] = vector;
  }
  return vectors;
}

function unitVector(embedding: unknown): Float32Array {
  if (!Array.isArray(embedding) || !embedding.every(Number.isFinite)) {
    throw failed('has a vector that is no list of finite numbers');
  }
  const numbers = embedding as readonly number[];
  const length = Math.sqrt(numbers.reduce((squares, value) => squares + value * value, 0));
  if (!(length > 0 && length < Number.POSITIVE_INFINITY)) throw failed('has a vector without a direction');
  return Float32Array.from(numbers, (value) => value / length);
}

function failed(fault: string): OutcomeError {
  return new OutcomeError('EMBEDDER_FAILED', `The answer of the embeddings server ${fault}.`);
}
