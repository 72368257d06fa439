import { ToolMessage } from '@langchain/core/messages';
import { type StructuredTool, type ToolRunnableConfig, tool } from '@langchain/core/tools';
import {
  assertToolOptions,
  runTool,
  type Tool,
  type ToolName,
  type ToolRouter,
  toolErrorText,
  toolInputSchema,
  toolResultText,
  tools,
} from '@qis/core/tools';
import { z } from 'zod';
import { type CallerOptions, callerIn } from './caller.ts';
import { type RouterAnswer, Witness } from './witness.ts';

export interface QisToolsOptions extends CallerOptions {
  /** Told of every call that failed, for the log: the model gets only words for itself. */
  readonly onError?: (error: unknown, tool: ToolName) => void;
}

/**
 * `query`, `deposit` and `synthesize` over a router, for an agent of LangChain. The content of a tool message is short
 * JSON for the model; its artifact is all that the router answered, hits with their packets for instance.
 *
 * A call that fails becomes a tool message of status `error` that says what to do next; a tool that is invoked with
 * bare arguments, for no tool call, throws the `OutcomeError` itself. An aborted run rejects.
 * @throws OutcomeError `INVALID_OPTION`, naming the option.
 */
export function createQisTools(router: ToolRouter, options: QisToolsOptions): StructuredTool[] {
  assertToolOptions(options);
  return tools.map((each) =>
    tool((args: unknown, config: ToolRunnableConfig) => answer(each, router, args, options, config), {
      name: each.name,
      description: each.description,
      schema: listedSchema(each),
      responseFormat: 'content_and_artifact',
    }),
  );
}

async function answer(
  tool: Tool,
  router: ToolRouter,
  args: unknown,
  options: QisToolsOptions,
  config: ToolRunnableConfig,
): Promise<readonly [content: string | ToolMessage, artifact: RouterAnswer | undefined]> {
  const { signal } = config;
  const witness = new Witness(router);
  const onFailed = (error: unknown): void => options.onError?.(error, tool.name);
  try {
    const context = { ...callerIn(options, config), ...(signal && { signal }) };
    const result = await runTool(tool, witness, args, context, onFailed);
    return [toolResultText(result), witness.answer];
  } catch (error) {
    onFailed(error);
    const call = config.toolCall?.id;
    if (call === undefined) throw error;
    const content = toolErrorText(error, tool.name);
    return [new ToolMessage({ status: 'error', content, tool_call_id: call, name: tool.name }), undefined];
  }
}

/** The schema as it is listed. It lets every argument pass: the tool parses them itself, with messages for a model. */
function listedSchema(tool: Tool): z.ZodUnknown {
  return z.unknown().meta(toolInputSchema(tool));
}
