import { OutcomeError } from '../errors.ts';
import { MAX_TTL } from '../packet.ts';
import { DEFAULT_TOOL_TTL } from './tool.ts';

/** What every host of the tools is set up with; `agentId` may be a function of what the host knows of a caller. */
export interface ToolOptions {
  readonly agentId: unknown;
  /** Seconds. */
  readonly ttl?: number;
}

/** @throws OutcomeError `INVALID_OPTION`, naming the option. */
export function assertToolOptions({ agentId, ttl = DEFAULT_TOOL_TTL }: ToolOptions): void {
  if (typeof agentId !== 'function' && !(typeof agentId === 'string' && agentId.trim() !== '')) {
    throw new OutcomeError('INVALID_OPTION', 'agentId must be a text that is not blank, or a function.', {
      field: 'agentId',
    });
  }
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > MAX_TTL) {
    throw new OutcomeError('INVALID_OPTION', `ttl must be whole seconds, 1 to ${MAX_TTL}.`, { field: 'ttl' });
  }
}
