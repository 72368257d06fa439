export { MemoryTransport, type MemoryTransportOptions } from './memory-transport.ts';
