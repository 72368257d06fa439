export { inertJson } from './inert-json.ts';
export { assertToolOptions, type ToolOptions } from './tools/assert-tool-options.ts';
export { compactHit, howManyFit } from './tools/compact-hit.ts';
export { depositTool } from './tools/deposit-tool.ts';
export { toolErrorText } from './tools/error-text.ts';
export { toolInputSchema } from './tools/input-schema.ts';
export { instructions } from './tools/instructions.ts';
export { MAX_QUERY_TOKENS, queryTool } from './tools/query-tool.ts';
export { quoteText } from './tools/quote-text.ts';
export { toolResultText } from './tools/result-texts.ts';
export { runTool } from './tools/run-tool.ts';
export { synthesizeTool } from './tools/synthesize-tool.ts';
export {
  DEFAULT_TOOL_TTL,
  type Tool,
  type ToolAnnotations,
  type ToolContext,
  type ToolName,
  type ToolResult,
  type ToolRouter,
} from './tools/tool.ts';
export { tools } from './tools/tools.ts';
