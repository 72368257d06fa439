import { depositTool } from './deposit-tool.ts';
import { queryTool } from './query-tool.ts';
import { synthesizeTool } from './synthesize-tool.ts';
import type { Tool } from './tool.ts';

/** The three, in the order of the loop as an agent enters it. */
export const tools: readonly Tool[] = [queryTool, depositTool, synthesizeTool];
