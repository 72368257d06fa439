export type { Fetch } from './gateway-client.ts';
export { RestTransport, type RestTransportOptions } from './rest-transport.ts';
