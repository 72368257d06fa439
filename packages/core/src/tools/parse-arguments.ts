import type { z } from 'zod';
import { type ErrorCode, OutcomeError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { ToolName } from './tool.ts';

/**
 * Arguments as a model sent them. A misspelt parameter is refused, with the names there are: ignored, it would look obeyed.
 * @throws OutcomeError with this code, naming the parameter.
 */
export function parseArguments<T>(
  tool: ToolName,
  schema: z.ZodType<T> & { readonly shape: object },
  args: unknown,
  code: ErrorCode,
): T {
  const given = args ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new OutcomeError(code, `The arguments of ${tool} must be an object.`);
  }
  const known = Object.keys(schema.shape);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return parseInput(schema, given, code);
  const showable = /^\w{1,64}$/.test(unknown);
  const message = `${showable ? unknown : 'A name that cannot be shown'} is no parameter of ${tool}. It takes ${known.join(', ')}.`;
  throw new OutcomeError(code, message, showable ? { field: unknown } : {});
}
