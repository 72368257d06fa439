import { QdrantClient } from '@qdrant/js-client-rest';
import { parseChromaUrl } from '@qis/chroma';
import { parseQdrantUrl } from '@qis/qdrant/url';
import { ChromaClient } from 'chromadb';

/** Whether a store can forget a collection as a whole: a transport cannot, the client of a server can. */
export async function dropCollection(transport: string, name: string): Promise<boolean> {
  if (/^qdrant(?:\+grpc)?:/.test(transport)) return dropFromQdrant(transport, name);
  if (transport.startsWith('chroma:')) return dropFromChroma(transport, name);
  return false;
}

async function dropFromQdrant(transport: string, collection: string): Promise<boolean> {
  const { protocol, servers } = parseQdrantUrl(transport);
  const [server] = servers;
  // Collections are dropped over REST, which is elsewhere than the gRPC that the URL names.
  if (!server || protocol === 'gRPC') return false;
  const key = process.env.QDRANT_API_KEY;
  const client = new QdrantClient({
    url: `${server.tls ? 'https' : 'http'}://${server.host}:${server.port}`,
    port: server.port,
    checkCompatibility: false,
    ...(key && { headers: { 'api-key': key } }),
  });
  return client.deleteCollection(collection);
}

async function dropFromChroma(transport: string, name: string): Promise<boolean> {
  const { host, port, tls, tenant, database } = parseChromaUrl(transport).server;
  const key = process.env.CHROMA_API_KEY;
  const client = new ChromaClient({
    host,
    port,
    ssl: tls,
    tenant,
    database,
    ...(key && { headers: { 'x-chroma-token': key, authorization: `Bearer ${key}` } }),
  });
  await client.deleteCollection({ name });
  return true;
}
