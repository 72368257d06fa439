// The program over a store that prints, never answers and keeps the process alive. Run by stdio.test.ts.
import { MemoryTransport } from '@qis/memory';

MemoryTransport.prototype.search = () => {
  console.log('a dependency says hello');
  console.info('twice');
  setInterval(() => {}, 1_000);
  return new Promise(() => {});
};
await import('../src/qis-mcp.ts');
