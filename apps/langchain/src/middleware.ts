export type { Report, Verb } from './middleware/attempt.ts';
export {
  type FinishedState,
  type MiddlewareRouter,
  type QisMiddleware,
  type QisMiddlewareOptions,
  qisMiddleware,
  type UnsignedOutcome,
} from './middleware/qis-middleware.ts';
