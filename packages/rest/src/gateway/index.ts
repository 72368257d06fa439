export { createGateway, type GatewayOptions, type RouterOf } from './create-gateway.ts';
export { trustLoopback, VOTER_HEADER } from './loopback.ts';
export type { Authenticate, Denial, Principal, Scope } from './principal.ts';
