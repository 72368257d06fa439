// What must and must not compile for users of the embedders.
import type { FeatureExtractionPipeline } from '@huggingface/transformers';
import type { Embedder } from '@qis/core';
import { expect, expectTypeOf, it } from 'vitest';
import { type FeaturePipeline, TransformersEmbedder } from '../src/transformers/index.ts';

it('takes a pipeline of the library as it is, and asks what it is a pipeline of', () => {
  expectTypeOf<FeatureExtractionPipeline>().toExtend<FeaturePipeline>();
  expectTypeOf<TransformersEmbedder>().toExtend<Embedder>();
  const pipeline = {} as FeatureExtractionPipeline;
  new TransformersEmbedder({ pipeline, model: 'a/b', dtype: 'q8' });
  // @ts-expect-error the fingerprint needs the number format
  new TransformersEmbedder({ pipeline, model: 'a/b' });
  // @ts-expect-error one number format of two
  expect(() => new TransformersEmbedder({ dtype: 'q16' })).toThrow('dtype');
});
