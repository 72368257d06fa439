import { expect, it, vi } from 'vitest';
import { connectQdrant } from './connect-qdrant.ts';

it.each([
  ['qdrant://localhost', './rest-api.ts', 'npm install @qdrant/js-client-rest@1'],
  ['qdrant+grpc://localhost', './grpc-api.ts', 'npm install @qdrant/js-client-grpc@1'],
])('says for %s which client is not installed', async (url, file, what) => {
  vi.doMock(file, () => {
    throw new Error('Cannot find package');
  });
  await expect(connectQdrant(url)).rejects.toMatchObject({
    code: 'STORE_UNSUPPORTED',
    message: expect.stringContaining(what),
  });
  vi.doUnmock(file);
});

it('makes a transport of a URL, whose options win, and asks nobody yet', async () => {
  const transport = await connectQdrant('qdrant://localhost:1?plain=true', {
    plain: false,
    collection: 'team',
  });
  expect(transport.name).toBe('qdrant');
  expect(transport.capabilities).toEqual({ durable: true });
});
