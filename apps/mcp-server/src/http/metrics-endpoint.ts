import {
  type Authenticate,
  assertScope,
  authenticated,
  GatewayError,
  problemResponse,
} from '@qis/rest/gateway';
import type { Metrics } from './metrics.ts';

export const METRICS_PATH = '/metrics';
const INTERNAL = 500;

/**
 * The metrics, to whoever may see all of the server: the scope `admin`, which alone permits nothing else, and no bound
 * to collections. Without tokens that is everybody on this machine who names no voter.
 */
export function createMetricsEndpoint(
  metrics: Metrics,
  authenticate: Authenticate,
  onFailure: (error: unknown, request: Request) => void,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const principal = await authenticated(authenticate, request);
      assertScope(principal, 'admin');
      if (principal.collections) {
        throw new GatewayError(
          403,
          'FORBIDDEN',
          'Metrics are of all collections, these credentials of some.',
        );
      }
      if (request.method !== 'GET') {
        const headers = { allow: 'GET' };
        throw new GatewayError(405, 'METHOD_NOT_ALLOWED', 'This path takes GET.', { headers });
      }
      const { type, text } = await metrics.render();
      return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } });
    } catch (error) {
      const response = problemResponse(error);
      if (response.status >= INTERNAL) onFailure(error, request);
      return response;
    }
  };
}
