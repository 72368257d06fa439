import { expect, it } from 'vitest';
import { createRouter } from './create-router.ts';

it('makes a router of names, and opens nothing yet', async () => {
  const router = await createRouter({ transport: 'memory:', collection: 'team', embedder: 'static' });
  expect(router.transport.name).toBe('memory');
  await router.close();
});

it.each([
  [
    'transport',
    { transport: 'sqlite:x.db' },
    'transport names sqlite:, which is not in this version. Known: memory:.',
  ],
  ['transport', { transport: '' }, 'transport is no URL. Known: memory:.'],
  [
    'embedder',
    { embedder: 'toString' },
    'embedder must be one of static, minilm, OWNER/MODEL, openai:URL#MODEL.',
  ],
])('refuses an unknown %s by name', async (field, choice, message) => {
  await expect(createRouter(choice)).rejects.toMatchObject({ code: 'INVALID_OPTION', field, message });
});
