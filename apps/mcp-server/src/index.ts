export { createRouter, type RouterChoice } from './create-router.ts';
export { createServer, type ServerOptions } from './create-server.ts';
export { createSecretGate, type SecretGateOptions } from './secret-gate/create-secret-gate.ts';
export type { PersonalData } from './secret-gate/personal-rules.ts';
