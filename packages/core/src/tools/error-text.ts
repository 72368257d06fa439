import { type ErrorCode, OutcomeError } from '../errors.ts';
import type { ToolName } from './tool.ts';

const GO_ON = 'Go on with your task without it, and tell the user if it matters.';
const TRY_AGAIN = 'Try once more in a moment; if it fails again, go on with your task without it.';

/**
 * What a model is told where the error's own message is for somebody else. Their messages and causes may name hosts,
 * models and files; they belong in the log.
 */
const FOR_OTHERS: Readonly<Partial<Record<ErrorCode, string>>> = {
  ABORTED: 'The call was cancelled before it was done. Call again if you still need it.',
  CLOSED: `The outcome store is shutting down. ${GO_ON}`,
  INVALID_OPTION: `The server is set up wrongly; calling again will not help. ${GO_ON}`,
  EMBEDDER_FAILED: `The server could not read the meaning of the text: its embedding model failed. ${GO_ON}`,
  EMBEDDER_MISMATCH: `The server and its store use different embedding models; calling again will not help. ${GO_ON}`,
  FINGERPRINT_MISSING: `The store does not say which embedding model filled it; calling again will not help. ${GO_ON}`,
  STORE_DAMAGED: `The outcome store is damaged; calling again will not help. ${GO_ON}`,
  STORE_FAILED: `The outcome store failed. ${GO_ON}`,
  STORE_FULL: `The outcome store has no room left; calling again will not help. ${GO_ON}`,
  STORE_MISSING: `The server's outcome store is not there; calling again will not help. ${GO_ON}`,
  STORE_READ_ONLY: `The outcome store cannot be written; calling again will not help. ${GO_ON}`,
  STORE_TIMEOUT: `The outcome store did not answer in time. ${TRY_AGAIN}`,
  STORE_UNAVAILABLE: `The outcome store cannot be reached. ${TRY_AGAIN}`,
  STORE_UNSUPPORTED: `The server does not support its outcome store; calling again will not help. ${GO_ON}`,
};

/**
 * Any error, in words for the model that called the tool: what is wrong and what to do next, no packet text and nothing
 * of what lies below. What was thrown belongs in the log.
 */
export function toolErrorText(error: unknown, tool: ToolName): string {
  if (!OutcomeError.isInstance(error)) return `INTERNAL: ${tool} failed by a fault of the server. ${GO_ON}`;
  const { code, actor, message, unacknowledged } = error;
  if (actor === 'model') {
    const stored = tool === 'query' ? '' : ' Nothing was stored.';
    return `${code}: ${message}${stored} Correct that and call ${tool} again.`;
  }
  const repeat =
    unacknowledged.length > 0
      ? ' Whether your outcome was stored is unknown; depositing it again is harmless.'
      : '';
  return `${code}: ${FOR_OTHERS[code] ?? message}${repeat}`;
}
