export { createGateway, type GatewayOptions } from './create-gateway.ts';
export { type Admitted, Entrance, type EntranceOptions, type RouterOf } from './entrance.ts';
export { GatewayError, type GatewayErrorOptions } from './gateway-error.ts';
export { trustLoopback, VOTER_HEADER } from './loopback.ts';
export type { Authenticate, Denial, Principal, Scope } from './principal.ts';
export { problemResponse } from './problem-response.ts';
export { readBody } from './read-body.ts';
