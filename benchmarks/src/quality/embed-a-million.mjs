// Embeds a million texts by the built package, and prints as JSON what the heap holds, in MB, after each 100,000.
// Run with --expose-gc: what could be collected is.
import { StaticEmbedder } from '@qis/embeddings/static';

const embedder = new StaticEmbedder();
await embedder.open();
const held = [];
for (let part = 0; part < 10; part++) {
  for (let batch = 0; batch < 1_000; batch++) {
    // A new text each time: what is remembered of texts would be seen.
    const texts = Array.from(
      { length: 100 },
      (_, i) => `the build of part ${part} fails in step ${batch} at line ${i}`,
    );
    await embedder.embed(texts);
  }
  globalThis.gc();
  held.push(process.memoryUsage().heapUsed / 1e6);
}
process.stdout.write(JSON.stringify(held));
