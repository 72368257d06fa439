import { QdrantClient as GrpcClient } from '@qdrant/js-client-grpc';
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
  if (!server) return false;
  const { host, port, tls } = server;
  const key = process.env.QDRANT_API_KEY;
  const url = `${tls ? 'https' : 'http'}://${host}:${port}`;
  if (protocol === 'gRPC') {
    const client = new GrpcClient({ url, checkCompatibility: false, ...(key && { apiKey: key }) });
    return (await client.api('collections').delete({ collectionName: collection })).result;
  }
  const headers = { ...(key && { 'api-key': key }) };
  return new QdrantClient({ url, port, headers, checkCompatibility: false }).deleteCollection(collection);
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
