export { SqliteTransport, type SqliteTransportOptions } from './sqlite-transport.ts';
