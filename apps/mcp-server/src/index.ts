export { createRouter, type RouterChoice } from './create-router.ts';
export { createServer, type ServerOptions } from './create-server.ts';
