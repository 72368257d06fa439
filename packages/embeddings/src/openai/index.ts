export { OpenAiEmbedder, type OpenAiEmbedderOptions } from './openai-embedder.ts';
export type { Fetch } from './post-json.ts';
