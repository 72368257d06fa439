/** A tensor: its numbers, row by row, and its shape. */
export interface PipelineTensor {
  readonly data: ArrayLike<unknown>;
  readonly dims: readonly number[];
}

/** A text as a tokenizer leaves it: one row of token ids, and what else the model wants to know of them. */
export interface PipelineEncoding {
  readonly input_ids: PipelineTensor;
}

/** The part of a tokenizer that is used here. */
export interface PipelineTokenizer {
  (text: string, options?: { truncation?: boolean; max_length?: number }): PipelineEncoding;
  /** What the model can read, in tokens. */
  readonly model_max_length?: number;
}

/** The part of a model that is used here: either output holds one row of numbers a token. */
export type PipelineModel = (encoding: PipelineEncoding) => Promise<{
  readonly last_hidden_state?: PipelineTensor;
  readonly token_embeddings?: PipelineTensor;
}>;

/**
 * The part of a feature-extraction pipeline that is used here: what `pipeline('feature-extraction', …)` of
 * `@huggingface/transformers` or of the older `@xenova/transformers` resolves to.
 */
export interface FeaturePipeline {
  readonly tokenizer: PipelineTokenizer;
  readonly model: PipelineModel;
}
