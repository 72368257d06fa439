// The program over a store that prints and then never answers. Run by stdio.test.ts.
import { MemoryTransport } from '@qis/memory';

MemoryTransport.prototype.search = () => {
  console.log('a dependency says hello');
  console.info('twice');
  return new Promise(() => {});
};
await import('../src/qis-mcp.ts');
