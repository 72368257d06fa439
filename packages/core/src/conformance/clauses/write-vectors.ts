import type { Clause } from '../clause.ts';
import { expectScore, expectVector } from '../expectations.ts';
import { draft } from '../records.ts';
import { vectorOf } from '../vectors.ts';

/** What happens to the vectors that a caller hands over. Towards a transport that embeds there are none. */
export const writeVectorClauses: readonly Clause[] = [
  {
    id: 'write.copies-vectors',
    sentence:
      'A vector belongs to the caller again once `write` resolved: changing it does not change the stored one.',
    lacks: 'embeds',
    async run(subject) {
      const store = await subject.open();
      const { problem_description: text } = draft(1).packet;
      const vector = vectorOf(text);
      await store.put([{ ...draft(1), vector }]);
      vector.set(vector.map((value) => -value));
      const { hits } = await store.search({}, { text, withVectors: true });
      expectScore('the score of the record to be', hits[0]?.score, 1);
      expectVector('the vector to be', hits[0]?.vector, vectorOf(text));
    },
  },
  {
    id: 'write.takes-vector-views',
    sentence: 'A vector may be a part of a larger buffer, towards `write` and `search`.',
    lacks: 'embeds',
    async run(subject) {
      const store = await subject.open();
      const texts = [draft(1), draft(2)].map(({ packet }) => packet.problem_description);
      const views = partsOfOneBuffer(texts.map(vectorOf));
      await store.put(
        [draft(1), draft(2)].map((record, i) => ({ ...record, ...(views[i] && { vector: views[i] }) })),
      );
      for (const [i, vector] of views.entries()) {
        const { hits } = await store.search({}, { vector, limit: 1, withVectors: true });
        expectScore('the best score to be', hits[0]?.score, 1);
        expectVector('the nearest vector to be', hits[0]?.vector, vectorOf(texts[i] ?? ''));
      }
    },
  },
];

/** Not the first part either: a store that takes the whole buffer, or its beginning, is found out. */
function partsOfOneBuffer(vectors: readonly Float32Array[]): Float32Array[] {
  const length = vectors[0]?.length ?? 0;
  const buffer = new Float32Array((vectors.length + 2) * length).fill(0.5);
  return vectors.map((vector, i) => {
    buffer.set(vector, (i + 1) * length);
    return buffer.subarray((i + 1) * length, (i + 2) * length);
  });
}
