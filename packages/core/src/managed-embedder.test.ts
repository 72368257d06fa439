import { describe, expect, it } from 'vitest';
import { WordEmbedder } from '../test/word-embedder.ts';
import type { Embedder } from './embedder.ts';
import { ManagedEmbedder } from './managed-embedder.ts';

class ScriptedEmbedder extends WordEmbedder {
  readonly #answer: () => readonly Float32Array[];

  constructor(answer: () => readonly Float32Array[]) {
    super();
    this.#answer = answer;
  }

  override async embed(): Promise<readonly Float32Array[]> {
    return this.#answer();
  }
}

describe('ManagedEmbedder', () => {
  it('opens once, on first use, and again after a failure', async () => {
    const embedder = new WordEmbedder();
    let failures = 1;
    const open = embedder.open.bind(embedder);
    const flaky: Embedder = Object.assign(embedder, {
      open: () => (failures-- > 0 ? Promise.reject(new Error('no such file')) : open()),
    });
    const managed = new ManagedEmbedder(flaky);
    await expect(managed.embed(['a'])).rejects.toMatchObject({
      code: 'EMBEDDER_FAILED',
      message: expect.stringContaining('no such file'),
    });
    await Promise.all([managed.embed(['a']), managed.embed(['b'])]);
    expect(embedder.opened).toBe(1);
  });

  it.each<[string, () => readonly Float32Array[]]>([
    ['a vector is missing', () => []],
    ['a vector has another length', () => [new Float32Array(3)]],
    ['a vector is not of unit length', () => [new Float32Array(256).fill(1)]],
    ['a vector is zero', () => [new Float32Array(256)]],
    ['a vector is not finite', () => [new Float32Array(256).fill(Number.NaN)]],
    [
      'it throws',
      () => {
        throw new Error('out of memory');
      },
    ],
  ])('says so when %s', async (_, answer) => {
    const managed = new ManagedEmbedder(new ScriptedEmbedder(answer));
    await expect(managed.embed(['a'])).rejects.toMatchObject({ code: 'EMBEDDER_FAILED', actor: 'operator' });
  });

  it('closes once, refuses calls from then on, and never opens in order to close', async () => {
    const embedder = new WordEmbedder();
    const managed = new ManagedEmbedder(embedder);
    await managed.open();
    await Promise.all([managed.close(), managed.close()]);
    await expect(managed.embed(['a'])).rejects.toMatchObject({ code: 'CLOSED' });
    expect(embedder.closed).toBe(1);
    const unused = new WordEmbedder();
    await new ManagedEmbedder(unused).close();
    expect([unused.opened, unused.closed]).toEqual([0, 0]);
  });
});
