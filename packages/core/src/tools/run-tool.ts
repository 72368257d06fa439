import type { Answer } from '../answer-watch.ts';
import type { Tool, ToolContext, ToolResult, ToolRouter } from './tool.ts';
import { withAnswers } from './with-answers.ts';

/** Longest time that looking for answers may add to a call, in milliseconds. */
const ANSWERS_MS = 1_000;

/**
 * Runs a tool as a host does: its result, with what has come for the caller's open problems. A call is not lost because
 * looking failed: `onFailed` is told, and the next call looks again.
 * @throws OutcomeError as {@link Tool.run} does.
 */
export async function runTool(
  tool: Tool,
  router: ToolRouter,
  args: unknown,
  context: ToolContext,
  onFailed: (error: unknown) => void,
): Promise<ToolResult> {
  const result = await tool.run(router, args, context);
  return withAnswers(result, await answersFor(router, context, onFailed));
}

async function answersFor(
  router: ToolRouter,
  { agentId, signal }: ToolContext,
  onFailed: (error: unknown) => void,
): Promise<readonly Answer[]> {
  try {
    const inTime = AbortSignal.timeout(ANSWERS_MS);
    const either = signal ? AbortSignal.any([signal, inTime]) : inTime;
    return (await router.answers?.(agentId, { signal: either })) ?? [];
  } catch (error) {
    onFailed(error);
    return [];
  }
}
