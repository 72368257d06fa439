import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cosineWithGolden } from '../../test/golden-cases.ts';
import golden from '../../test/golden-tiny-bert.json' with { type: 'json' };
import type { FeaturePipeline } from './pipeline.ts';
import {
  type GivenPipelineOptions,
  type ModelOptions,
  TransformersEmbedder,
} from './transformers-embedder.ts';

// A made-up model of 8 dimensions, by golden/tiny_bert.py, in the layout of a cache folder.
const MODELS = fileURLToPath(new URL('../../test/models', import.meta.url));
const TINY: ModelOptions = { model: 'qis/tiny-bert', cacheFolder: MODELS, offline: true };

const embedders: TransformersEmbedder[] = [];
afterEach(async () => {
  for (const embedder of embedders.splice(0)) await embedder.close();
});

function made(options: ModelOptions | GivenPipelineOptions = TINY): TransformersEmbedder {
  const embedder = new TransformersEmbedder(options);
  embedders.push(embedder);
  return embedder;
}

async function opened(options: ModelOptions | GivenPipelineOptions = TINY): Promise<TransformersEmbedder> {
  const embedder = made(options);
  await embedder.open();
  return embedder;
}

async function vectorOf(text: string, embedder: TransformersEmbedder): Promise<Float32Array> {
  const [vector] = await embedder.embed([text]);
  return vector as Float32Array;
}

function lengthOf(vector: Float32Array): number {
  return Math.hypot(...vector);
}

describe('a text', () => {
  it.each(golden.cases)('has the vector of the float64 forward pass: $text', async (each) => {
    const vector = await vectorOf(each.text, await opened({ ...TINY, dtype: 'fp32' }));
    expect(cosineWithGolden(vector, each)).toBeGreaterThanOrEqual(0.99999);
    expect(lengthOf(vector)).toBeCloseTo(1, 6);
  });

  it('has the same vector alone and beside others, bit for bit', async () => {
    const embedder = await opened();
    const texts = golden.cases.map(({ text }) => text);
    const together = await embedder.embed(texts);
    for (const [at, text] of texts.entries()) expect(await vectorOf(text, embedder)).toEqual(together[at]);
  });

  it('counts up to 256 tokens: what comes behind them changes nothing', async () => {
    const embedder = await opened();
    const limit = 'word '.repeat(254);
    const vector = await vectorOf(limit, embedder);
    expect(await vectorOf(`${limit} last`, embedder)).toEqual(vector);
    expect(await vectorOf(limit.repeat(40), embedder)).toEqual(vector);
    expect(await vectorOf(`${'word '.repeat(253)} last`, embedder)).not.toEqual(vector);
  });

  it('of more than 100 characters without a break counts as one unknown word', async () => {
    const embedder = await opened();
    expect(await vectorOf('w'.repeat(101), embedder)).toEqual(await vectorOf('猫', embedder));
    expect(await vectorOf('w'.repeat(100), embedder)).not.toEqual(await vectorOf('猫', embedder));
  });

  it.each([
    '🎉',
    '👩‍👩‍👧‍👦',
    '数据库',
    'ошибка',
    '\u200b',
    '\ud800',
    'a\u0000b',
    '```ts\nconst a = 1;\n```',
    '[SEP]',
  ])('that no word of the vocabulary is in has a vector all the same: %j', async (text) => {
    expect(lengthOf(await vectorOf(text, await opened()))).toBeCloseTo(1, 6);
  });

  it('that is blank is refused by its place', async () => {
    await expect((await opened()).embed(['a', ' \n\t'])).rejects.toThrow('Text 1 is blank');
  });
});

describe('open', () => {
  it('tells the space: weights by their content, dtype, pooling, normalisation, dimensions', async () => {
    const sha256 = '5991a5fa6b3f';
    expect(await made().open()).toEqual({
      fingerprint: {
        model: 'qis/tiny-bert',
        revision: sha256,
        dtype: 'q8',
        pooling: 'mean',
        normalisation: 'l2',
        dimensions: 8,
      },
      floor: { rule: 'none' },
    });
    const other = (await made({ ...TINY, dtype: 'fp32', pooling: 'cls' }).open()).fingerprint;
    expect(other).toMatchObject({
      revision: golden.weights_sha256.slice(0, 12),
      dtype: 'fp32',
      pooling: 'cls',
    });
  });

  it('says the same of the same files wherever they lie', async () => {
    const localFolder = `${MODELS}/qis/tiny-bert`;
    expect(await made({ model: 'qis/tiny-bert', localFolder }).open()).toEqual(await made().open());
  });

  it('hands out the floor that it was given', async () => {
    const floor = { rule: 'score', min_score: 0.4 } as const;
    expect((await made({ ...TINY, floor }).open()).floor).toEqual(floor);
  });

  it.each<[string, ModelOptions]>([
    ['offline', TINY],
    ['from a local folder', { model: 'qis/tiny-bert', localFolder: `${MODELS}/qis/tiny-bert` }],
    ['with everything in the cache', { ...TINY, offline: false }],
  ])('asks no network %s', async (_, options) => {
    const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
    const { env } = await import('@huggingface/transformers');
    const libraryFetch = vi.spyOn(env, 'fetch').mockRejectedValue(new Error('no network'));
    await (await opened(options)).embed(['a']);
    expect(fetch).not.toHaveBeenCalled();
    expect(libraryFetch).not.toHaveBeenCalled();
  });

  it('shares one session between embedders of a model, and closing one leaves it to the other', async () => {
    const { AutoModel } = await import('@huggingface/transformers');
    const load = vi.spyOn(AutoModel, 'from_pretrained');
    const [first, second] = await Promise.all([opened(), opened({ ...TINY, pooling: 'cls' })]);
    expect(load).toHaveBeenCalledTimes(1);
    await first.close();
    expect(lengthOf(await vectorOf('a', second))).toBeCloseTo(1, 6);
    await second.close();
    await opened();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('after close brings it back', async () => {
    const embedder = await opened();
    const before = await vectorOf('a', embedder);
    await embedder.close();
    await expect(embedder.embed(['a'])).rejects.toMatchObject({ code: 'CLOSED' });
    await embedder.open();
    expect(await vectorOf('a', embedder)).toEqual(before);
  });

  it.each<[string, ModelOptions]>([
    ['model', { model: '../../etc' }],
    ['model', { model: 'a/b/c' }],
    ['model', { model: '' }],
    ['revision', { revision: 'a/../../b' }],
    ['dtype', { dtype: 'int3' as 'q8' }],
    ['hub', { hub: 'nowhere' }],
  ])('is not reached with a %s that cannot be: %j', (field, options) => {
    expect(() => new TransformersEmbedder(options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', field }),
    );
  });
});

describe('embed', () => {
  it('needs open first', async () => {
    await expect(made().embed(['a'])).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('gives no vectors for no texts', async () => {
    expect(await (await opened()).embed([])).toEqual([]);
  });

  it('stops between two texts with the reason of the signal', async () => {
    const controller = new AbortController();
    const embedding = (await opened()).embed(Array(5_000).fill('a'), { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('no longer needed')));
    await expect(embedding).rejects.toThrow('no longer needed');
  });

  it('is waited for by close', async () => {
    const embedder = await opened();
    const embedding = embedder.embed(Array(50).fill('the server fails'));
    await embedder.close();
    expect(await embedding).toHaveLength(50);
  });
});

describe('a given pipeline', () => {
  it('embeds as a model that was opened here does, and is not closed', async () => {
    const { AutoModel, AutoTokenizer } = await import('@huggingface/transformers');
    const folder = `${MODELS}/qis/tiny-bert`;
    const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
    const model = await AutoModel.from_pretrained(folder, { local_files_only: true, dtype: 'q8' });
    const pipeline = { tokenizer, model } as FeaturePipeline;
    const embedder = made({ pipeline, model: 'qis/tiny-bert', dtype: 'q8' });
    expect((await embedder.open()).fingerprint).toMatchObject({ revision: 'unknown', dimensions: 8 });
    const text = 'retry '.repeat(300);
    const vector = await vectorOf(text, embedder);
    expect(vector).toEqual(await vectorOf(text, await opened()));
    await embedder.close();
    await embedder.open();
    expect(await vectorOf(text, embedder)).toEqual(vector);
    await model.dispose();
  });
});
