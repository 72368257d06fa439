// The program over a store that lets an error escape from a timer. Run by stdio.test.ts.
import { MemoryTransport } from '@qis/memory';

MemoryTransport.prototype.search = () => {
  setTimeout(() => {
    throw new TypeError('escaped');
  });
  return new Promise(() => {});
};
await import('../src/qis-mcp.ts');
