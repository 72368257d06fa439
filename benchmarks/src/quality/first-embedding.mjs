// A process that embeds one text, by the built package: what `qis-mcp` and a script of a user start with.
import { StaticEmbedder } from '@qis/embeddings/static';

const embedder = new StaticEmbedder();
await embedder.open();
await embedder.embed(['package manager cannot reach the registry']);
