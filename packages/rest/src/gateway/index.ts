export { createGateway, type GatewayOptions, gatewayPaths } from './create-gateway.ts';
export { type Admitted, Entrance, type EntranceOptions, type Place, type RouterOf } from './entrance.ts';
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
export { readBody } from './read-body.ts';
export type { GatewayRouter } from './route.ts';
