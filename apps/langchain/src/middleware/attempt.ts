import { RunnableLambda } from '@langchain/core/runnables';
import { type CallOptions, OutcomeError } from '@qis/core';

/** The verbs of the middleware. */
export type Verb = 'query' | 'deposit';

/** Told of what failed while the agent went on. */
export type Report = (error: unknown, verb: Verb) => void;

/** How one attempt is made. */
interface Attempt<Input, Output> {
  readonly verb: Verb;
  readonly signal: AbortSignal | undefined;
  readonly report: Report;
  readonly run: (input: Input, options: CallOptions) => Promise<Output>;
}

/**
 * Calls the router as a step of its own, which the agent's callbacks see. A failure is reported and answers nothing; only
 * an aborted run rejects.
 */
export async function attempt<Input, Output>(
  input: Input,
  { verb, signal, report, run }: Attempt<Input, Output>,
): Promise<Output | undefined> {
  const options: CallOptions = { ...(signal && { signal }) };
  const step = RunnableLambda.from((given: Input) => run(given, options)).withConfig({
    runName: `qis ${verb}`,
  });
  try {
    return await step.invoke(input, options);
  } catch (error) {
    if (signal?.aborted) throw error;
    report(error, verb);
    return undefined;
  }
}

/** Writes one line to the console, without packet text and without what a driver said, which may quote it. */
export function warn(error: unknown, verb: Verb): void {
  const why = OutcomeError.isInstance(error) ? `${error.code}: ${error.message}` : nameOf(error);
  console.warn(`@qis/langchain: ${verb} failed, and the agent went on without it. ${why}`);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'What was thrown is no error.';
}
