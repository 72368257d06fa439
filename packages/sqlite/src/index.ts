export { type ExamineOptions, examineStore } from './examine/examine-store.ts';
export type { Finding } from './examine/finding.ts';
export { SqliteTransport, type SqliteTransportOptions } from './sqlite-transport.ts';
