import { expect, test } from 'vitest';
import record from '../../models/static.json' with { type: 'json' };
import goldenVectors from '../../test/golden-vectors.json' with { type: 'json' };
import { recordedFloor } from '../../test/recorded-floor.ts';
import { StaticEmbedder } from './static-embedder.ts';

async function opened(): Promise<StaticEmbedder> {
  const embedder = new StaticEmbedder();
  await embedder.open();
  return embedder;
}

async function vectorOf(text: string): Promise<Float32Array> {
  const [vector] = await (await opened()).embed([text]);
  return vector as Float32Array;
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, j) => sum + value * (b[j] as number), 0);
}

test('the fingerprint names the file, and the floor is the recorded one', async () => {
  const { fingerprint, floor } = await new StaticEmbedder().open();
  expect(fingerprint).toEqual({
    model: record.model,
    revision: record.sha256.slice(0, 12),
    dtype: 'int4',
    pooling: 'sum',
    normalisation: 'l2',
    dimensions: 256,
  });
  expect(floor).toEqual(recordedFloor('static'));
});

test('it takes over stores of its earlier versions, and says so of no other and not of its own', async () => {
  const { fingerprint, supersedes = [] } = await new StaticEmbedder().open();
  expect(supersedes).toEqual([{ ...fingerprint, revision: '8623b4a163c8' }]);
  expect(supersedes.map(({ revision }) => revision)).not.toContain(fingerprint.revision);
});

// Made by distill/golden.py from the same file, with numpy and Hugging Face's tokenizers.
test.each(goldenVectors)('the vector of $text is that of the reference', async ({ text, vector }) => {
  const reference = new Float32Array(new Uint8Array(Buffer.from(vector, 'base64')).buffer);
  expect(cosine(await vectorOf(text), reference)).toBeGreaterThan(0.999999);
});

test('problems that mean the same are nearer than problems that have nothing in common', async () => {
  const query = await vectorOf('package manager cannot reach the registry through our proxy');
  const same = await vectorOf('npm install fails behind a corporate firewall proxy');
  const other = await vectorOf('what is the weather like in Lisbon');
  expect(cosine(query, same)).toBeGreaterThan(cosine(query, other) + 0.2);
});

test('a text has the same vector, to the bit, alone and beside any neighbours', async () => {
  const embedder = await opened();
  const text = 'Ошибка: connection refused 数据库 🎉';
  const [alone] = await embedder.embed([text]);
  const many = await embedder.embed([
    '猫',
    text,
    'x'.repeat(10_000),
    text,
    ...Array(2_500).fill('filler'),
    text,
  ]);
  for (const index of [1, 3, many.length - 1]) expect(many[index]).toEqual(alone);
  expect((await (await opened()).embed([text]))[0]).toEqual(alone);
});

test.each([
  '猫',
  '🎉',
  '🎉🎉',
  'ошибка',
  '\u200b',
  '\u0301',
  '\u0000',
  '\ufffd',
  '\ud800',
  'w'.repeat(101),
  '!',
  '0',
])('the text %j, not blank, has a vector of unit length', async (text) => {
  expect(Math.hypot(...(await vectorOf(text)))).toBeCloseTo(1, 6);
});

test('different texts that the vocabulary cannot read have different vectors', async () => {
  const texts = [
    '猫',
    '犬',
    '猫犬',
    '犬猫',
    '🎉',
    '🎉🎉',
    '🚀',
    'ошибка',
    'ошибки',
    '\u200b',
    '\u200d',
    '\u200b\u200b',
  ];
  const vectors = await (await opened()).embed(texts);
  expect(new Set(vectors.map((vector) => vector.join())).size).toBe(texts.length);
});

test('a blank text is refused by its place', async () => {
  const embedder = await opened();
  await expect(embedder.embed(['something', ' \n\t'])).rejects.toThrow('Text 1 is blank');
});

test('no texts have no vectors', async () => {
  expect(await (await opened()).embed([])).toEqual([]);
});

test('nothing can be embedded before open or after close, and open brings it back', async () => {
  const embedder = new StaticEmbedder();
  await expect(embedder.embed(['a'])).rejects.toThrow('call open() first');
  await embedder.open();
  await embedder.close();
  await expect(embedder.embed(['a'])).rejects.toThrow('call open() first');
  await embedder.open();
  expect(await embedder.embed(['a'])).toHaveLength(1);
});

test('a close while it opens leaves it closed', async () => {
  const embedder = new StaticEmbedder();
  const opening = embedder.open();
  await embedder.close();
  await opening;
  await expect(embedder.embed(['a'])).rejects.toThrow('call open() first');
});

test('an aborted signal stops a long batch with its reason', async () => {
  const embedder = await opened();
  const controller = new AbortController();
  const embedding = embedder.embed(Array(50_000).fill('some text to embed'), { signal: controller.signal });
  controller.abort(new Error('no longer needed'));
  await expect(embedding).rejects.toThrow('no longer needed');
});
