export { createGateway, type GatewayOptions, gatewayPaths, type RouterOf } from './create-gateway.ts';
export { GatewayError, type GatewayErrorOptions } from './gateway-error.ts';
export { isLoopbackName, trustLoopback, VOTER_HEADER } from './loopback.ts';
export {
  type Authenticate,
  assertScope,
  authenticated,
  type Denial,
  type Principal,
  type Scope,
} from './principal.ts';
export { problemResponse } from './problem-response.ts';
export type { GatewayRouter } from './route.ts';
