import { z } from 'zod';
import type { Tool, ToolResult } from './tool.ts';

/** The JSON Schema of a tool's arguments, without what costs a model tokens and tells it nothing. */
export function toolInputSchema(tool: Tool): ToolResult {
  const { $schema: _, ...schema } = z.toJSONSchema(tool.inputSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.pattern; // a UUID's: 70 tokens
      delete jsonSchema.minItems;
    },
  });
  return schema;
}
