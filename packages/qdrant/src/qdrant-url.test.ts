import { describe, expect, it } from 'vitest';
import { parseQdrantUrl } from './qdrant-url.ts';

describe('the URL of a server', () => {
  it.each([
    ['qdrant://localhost', 'REST', ['localhost:6333']],
    ['qdrant+grpc://localhost', 'gRPC', ['localhost:6334']],
    ['qdrant://a,b:7000,c', 'REST', ['a:6333', 'b:7000', 'c:6333']],
    ['qdrant://[::1]:80,[2001:DB8::1]', 'REST', ['[::1]:80', '[2001:db8::1]:6333']],
    ['QDRANT+GRPC://10.0.0.1:443/', 'gRPC', ['10.0.0.1:443']],
  ])('%s names %s nodes', (url, protocol, nodes) => {
    const parsed = parseQdrantUrl(url);
    expect(parsed.protocol).toBe(protocol);
    expect(parsed.servers.map(({ host, port }) => `${host}:${port}`)).toEqual(nodes);
    expect(parsed.servers.every(({ tls }) => !tls)).toBe(true);
    expect(parsed.options).toEqual({});
  });

  it('says for all nodes whether they speak TLS', () => {
    expect(parseQdrantUrl('qdrant://a,b?tls=true').servers.map(({ tls }) => tls)).toEqual([true, true]);
  });

  it('says whether a collection that names no embedder is taken', () => {
    expect(parseQdrantUrl('qdrant://a').assumeFingerprint).toBe(false);
    expect(parseQdrantUrl('qdrant://a?assume-fingerprint=true').assumeFingerprint).toBe(true);
  });

  it('carries every option', () => {
    const url =
      'qdrant://a?collection=team&plain=true&replication=3&write-consistency=2&read-consistency=majority&shards=6&quantization=int8&on-disk=true&m=32&ef=256';
    expect(parseQdrantUrl(url).options).toEqual({
      collection: 'team',
      plain: true,
      replicationFactor: 3,
      writeConsistencyFactor: 2,
      readConsistency: 'majority',
      shardNumber: 6,
      quantization: 'int8',
      vectorsOnDisk: true,
      hnswM: 32,
      hnswEf: 256,
    });
    expect(parseQdrantUrl('qdrant://a?read-consistency=2').options).toEqual({ readConsistency: 2 });
  });

  it.each([
    ['http://hunter2', 'must begin with qdrant://'],
    ['qdrant:hunter2', 'must begin with'],
    ['qdrant://', 'has a node that is neither HOST'],
    ['qdrant://a,,b', 'has a node that is neither HOST'],
    ['qdrant://a:hunter2', 'has a node that is neither HOST'],
    ['qdrant://::1', 'has a node that is neither HOST'],
    ['qdrant://ann:hunter2@a', 'holds a user name or a password'],
    ['qdrant://a/hunter2', 'has a path'],
    ['qdrant://a#hunter2', 'has a path'],
    [
      'qdrant://a?api-key=hunter2',
      'has a parameter that is none of tls, assume-fingerprint, collection, plain',
    ],
    ['qdrant://a?toString=hunter2', 'has a parameter that is none of'],
    ['qdrant://a?tls=hunter2', 'has a parameter tls of no known value'],
    ['qdrant://a?shards=0', 'has a parameter shards of no known value'],
    ['qdrant://a?plain=hunter2', 'has a parameter plain of no known value'],
  ])('refuses %s without repeating it', (url, fault) => {
    expect(() => parseQdrantUrl(url)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTION',
        message: expect.stringMatching(new RegExp(`^The URL of Qdrant ${fault}(?!.*hunter2)`)),
      }),
    );
  });
});
