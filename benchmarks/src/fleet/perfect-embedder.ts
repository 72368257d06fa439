import type { Embedder, OpenedEmbedder } from '@qis/core';
import type { Problem } from './problems.ts';

/** For tests: all wordings of a problem, and its remedies, have the same vector, and no two problems anything in common. */
export class PerfectEmbedder implements Embedder {
  readonly #places = new Map<string, number>();
  readonly #labels: readonly string[];

  constructor(problems: readonly Problem[]) {
    this.#labels = [...new Set(problems.map(({ label }) => label))];
    for (const { text, label, outcomes } of problems)
      for (const said of [text, ...outcomes.map(({ delta_summary }) => delta_summary)])
        this.#places.set(said, this.#labels.indexOf(label));
  }

  async open(): Promise<OpenedEmbedder> {
    const { length } = this.#labels;
    return {
      fingerprint: {
        model: 'perfect',
        revision: '1',
        dtype: 'fp32',
        pooling: 'none',
        normalisation: 'l2',
        dimensions: length,
      },
      floor: { rule: 'score', min_score: 0.5 },
    };
  }

  async embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return texts.map((text) => {
      const place = this.#places.get(text);
      if (place === undefined) throw new Error('A text that is no wording and no remedy.');
      const vector = new Float32Array(this.#labels.length);
      vector[place] = 1;
      return vector;
    });
  }

  async close(): Promise<void> {}
}
