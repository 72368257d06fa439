import type { PipelineEncoding, PipelineTokenizer } from './pipeline.ts';

/** Tokens of a text that count, those at both ends that the tokenizer adds among them: as in sentence-transformers. */
const MAX_TOKENS = 256;

/**
 * The first tokens of a text, as many as are allowed. The tokenizer's own cut is not enough: it cuts off the closing
 * `[SEP]` as well, which the model has never missed in its training.
 */
export function encodeText(tokenizer: PipelineTokenizer, text: string): PipelineEncoding {
  const whole = tokenizer(text);
  const limit = Math.min(MAX_TOKENS, tokenizer.model_max_length ?? MAX_TOKENS);
  const ids = idsOf(whole);
  if (ids.length <= limit) return whole;
  const cut = tokenizer(text, { truncation: true, max_length: limit });
  const closing = commonEnding(idsOf(tokenizer('')), ids);
  idsOf(cut).set(closing, limit - closing.length);
  return cut;
}

function idsOf({ input_ids }: PipelineEncoding): BigInt64Array {
  return input_ids.data as BigInt64Array;
}

/** What a tokenizer closes every text with is what an empty text and any other end with alike. */
function commonEnding(a: BigInt64Array, b: BigInt64Array): BigInt64Array {
  let length = 0;
  while (length < a.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return a.subarray(a.length - length);
}
