import { OutcomeError } from '@qis/core';
import type { ToolName } from '@qis/core/tools';
import type { Log } from './log.ts';

/**
 * Writes down why a call failed. What a driver threw may quote what it was given, so above `debug` only its name and
 * code are written.
 */
export function logFailedCall(log: Log, error: unknown, tool: ToolName): void {
  if (!OutcomeError.isInstance(error)) {
    log('error', `${tool} failed by a fault of this program`, { error: errorName(error) });
    log('debug', `${tool} failed by a fault of this program`, {
      stack: error instanceof Error ? error.stack : String(error),
    });
    return;
  }
  const { code, actor, field, message } = error;
  const cause = whatWasThrown(error);
  const level = actor === 'operator' ? 'error' : 'info';
  log(level, `${tool}: ${message}`, {
    code,
    ...(field && { field }),
    ...(cause !== undefined && { cause: errorName(cause) }),
  });
  if (cause !== undefined)
    log('debug', `${tool}: the cause`, { cause: cause instanceof Error ? cause.stack : String(cause) });
}

/** Below errors that only say more about each other: what a driver threw, if anything. */
export function whatWasThrown({ cause }: OutcomeError): unknown {
  return OutcomeError.isInstance(cause) && cause.cause !== undefined ? whatWasThrown(cause) : cause;
}

/** The class and the code of what was thrown: what can be shown of it, whatever it quotes. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.name : `${error.name} ${code}`;
}
