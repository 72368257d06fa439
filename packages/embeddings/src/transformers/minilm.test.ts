import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosineWithGolden } from '../../test/golden-cases.ts';
import golden from '../../test/golden-minilm.json' with { type: 'json' };
import { recordedFloor } from '../../test/recorded-floor.ts';
import { TransformersEmbedder } from './transformers-embedder.ts';

// The weights are not part of the repository: a folder beside the checkout has them, as a cache folder would.
const MODELS = fileURLToPath(new URL('../../../../../shared/models', import.meta.url));

const missing = !existsSync(MODELS);
// A reporter names no test that is skipped.
if (missing) process.stderr.write(`SKIPPED: nothing compares all-MiniLM-L6-v2 here, for want of ${MODELS}\n`);

describe.skipIf(missing)(
  'all-MiniLM-L6-v2 (skipped where ../shared/models is not beside the checkout)',
  () => {
    const embedders = {
      fp32: new TransformersEmbedder({ dtype: 'fp32', cacheFolder: MODELS, offline: true }),
      q8: new TransformersEmbedder({ cacheFolder: MODELS, offline: true }),
    };
    beforeAll(async () => {
      for (const embedder of Object.values(embedders)) await embedder.open();
    });
    afterAll(async () => {
      for (const embedder of Object.values(embedders)) await embedder.close();
    });
    const texts = golden.cases.map(({ text }) => text);

    async function cosines(embedder: TransformersEmbedder): Promise<number[]> {
      const vectors = await embedder.embed(texts);
      return golden.cases.map((each, at) => cosineWithGolden(vectors[at] as Float32Array, each));
    }

    it('is the model that the golden vectors are of', async () => {
      const { fingerprint } = await embedders.fp32.open();
      expect(fingerprint.revision).toBe(golden.weights_sha256.slice(0, 12));
    });

    it('in fp32 agrees with the float64 forward pass, cosine 0.99999 and more', async () => {
      expect(Math.min(...(await cosines(embedders.fp32)))).toBeGreaterThanOrEqual(0.99999);
    });

    it('in q8 agrees to 0.97 each and 0.99 on average', async () => {
      const all = await cosines(embedders.q8);
      expect(Math.min(...all)).toBeGreaterThanOrEqual(0.97);
      expect(all.reduce((sum, cosine) => sum + cosine, 0) / all.length).toBeGreaterThanOrEqual(0.99);
    });

    it('in q8 gives a text the same vector alone and beside others, bit for bit', async () => {
      const together = await embedders.q8.embed(texts);
      for (const at of [0, 5, 40, 20]) {
        expect((await embedders.q8.embed([texts[at] as string]))[0]).toEqual(together[at]);
      }
    });

    it('takes every word that its vocabulary cannot spell for one and the same', async () => {
      const [cat, party, long, russian] = await embedders.q8.embed(['猫', '🎉', 'w'.repeat(101), 'ошибка']);
      expect(party).toEqual(cat);
      expect(long).toEqual(cat);
      expect(russian).not.toEqual(cat);
    });

    it('has the floors that were recorded, and the default model is q8', async () => {
      expect(await embedders.q8.open()).toMatchObject({
        fingerprint: { model: 'Xenova/all-MiniLM-L6-v2', dtype: 'q8', pooling: 'mean', dimensions: 384 },
        floor: recordedFloor('minilm-q8'),
      });
      expect((await embedders.fp32.open()).floor).toEqual(recordedFloor('minilm-fp32'));
    });
  },
);
