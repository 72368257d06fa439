export type { DownloadProgress } from './download-file.ts';
export type { Dtype } from './model-files.ts';
export type {
  FeaturePipeline,
  PipelineEncoding,
  PipelineModel,
  PipelineTensor,
  PipelineTokenizer,
} from './pipeline.ts';
export type { Pooling } from './pool-tokens.ts';
export {
  DEFAULT_MODEL,
  type GivenPipelineOptions,
  type ModelOptions,
  TransformersEmbedder,
} from './transformers-embedder.ts';
