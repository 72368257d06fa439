export { createGateway, type GatewayOptions, type RouterOf } from './create-gateway.ts';
export { isLoopbackName, trustLoopback, VOTER_HEADER } from './loopback.ts';
export type { Authenticate, Denial, Principal, Scope } from './principal.ts';
