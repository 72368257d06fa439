import { floorSchema } from '../../floor.ts';
import type { Clause } from '../clause.ts';
import {
  expectDone,
  expectRefused,
  expectSame,
  expectScore,
  expectThat,
  expectVector,
} from '../expectations.ts';
import { draft, drafts, idOf, NOW, problem, QUERY, revised } from '../records.ts';
import { cosine } from '../vectors.ts';

export const embedsClauses: readonly Clause[] = [
  {
    id: 'embeds.open-tells',
    sentence:
      '`open` without a fingerprint returns the fingerprint of the collection, its floor and an `embed`.',
    needs: 'embeds',
    async run(subject) {
      const { opened } = await subject.open();
      const { fingerprint } = opened;
      for (const member of ['model', 'revision', 'dtype', 'pooling', 'normalisation'] as const) {
        expectSame(`the type of fingerprint.${member} to be`, typeof fingerprint?.[member], 'string');
      }
      const dimensions = fingerprint?.dimensions ?? 0;
      expectThat('dimensions to be 1 or more', Number.isInteger(dimensions) && dimensions >= 1, dimensions);
      expectThat('a floor', floorSchema.safeParse(opened.floor).success, opened.floor);
      expectSame('the type of embed to be', typeof opened.embed, 'function');
    },
  },
  {
    id: 'embeds.tells-all-the-same',
    sentence:
      'Every instance over a collection is told the same fingerprint and floor, and embeds a text the same way.',
    needs: 'embeds',
    async run(subject) {
      const [a, b] = [await subject.open(), await subject.open()];
      expectSame('the fingerprint to be', b.opened.fingerprint, a.opened.fingerprint);
      expectSame('the floor to be', b.opened.floor, a.opened.floor);
      const [one] = await a.vectorsOf([QUERY]);
      const [other] = await b.vectorsOf([QUERY]);
      if (one) expectVector('the vector to be', other, one);
    },
  },
  {
    id: 'embeds.unit-vectors',
    sentence:
      '`embed` returns one vector for each text, in order, of unit length and of as many dimensions as the fingerprint says.',
    needs: 'embeds',
    async run(subject) {
      const store = await subject.open();
      const texts = [problem(1), problem(2), problem(1), '\u65e5\u672c\u8a9e \u{1f469}\u200d\u{1f4bb}', 'x'];
      const vectors = await store.vectorsOf(texts);
      expectSame('vectors to number', vectors.length, texts.length);
      for (const vector of vectors) {
        expectSame('dimensions to be', vector.length, store.opened.fingerprint?.dimensions);
        const length = Math.hypot(...vector);
        expectThat('unit length', Math.abs(length - 1) <= 1e-3, length);
      }
      const [first, second, third] = vectors;
      if (!first || !second) return;
      expectVector('equal texts to have one vector', third, first);
      expectThat('unequal texts to differ', cosine(first, second) < 0.9999, cosine(first, second));
    },
  },
  {
    id: 'embeds.alone-or-together',
    sentence: 'The vector of a text does not depend on the texts beside it.',
    needs: 'embeds',
    async run(subject) {
      const store = await subject.open();
      const texts = Array.from({ length: 12 }, (_, n) => problem(n));
      const together = await store.vectorsOf(texts);
      for (const [i, text] of texts.entries()) {
        const [alone] = await store.vectorsOf([text]);
        if (alone)
          expectScore(
            'the cosine of a text to itself to be',
            cosine(alone, together[i] ?? new Float32Array()),
            1,
          );
      }
    },
  },
  {
    id: 'embeds.takes-no-texts',
    sentence: '`embed` of no texts returns no vectors.',
    needs: 'embeds',
    async run(subject) {
      const store = await subject.open();
      expectSame('embed to return', await expectDone('embed of no texts', store.vectorsOf([])), []);
    },
  },
  {
    id: 'embeds.by-description',
    sentence:
      'A record without a vector is found, and read back, by the vector of its `problem_description` and of nothing else.',
    needs: 'embeds',
    async run(subject) {
      const store = await subject.open();
      const records = drafts(8).map((record, n) =>
        revised(record, { delta_summary: problem(n + 20), domain_tags: [problem(n + 40)] }),
      );
      await store.put(records);
      for (const { id, packet } of records) {
        const { hits } = await store.search({}, { text: packet.problem_description, limit: 1 });
        expectSame('the nearest to be', hits[0]?.id, id);
        expectScore('its score to be', hits[0]?.score, 1);
      }
      await store.expectVectors(await store.scan({}, { withVectors: true }), 8);
    },
  },
  {
    id: 'embeds.by-text',
    sentence:
      'The score of a search by text is the cosine between what `embed` makes of the text and the vector that is read back.',
    needs: 'embeds',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(10));
      for (const text of [QUERY, problem(50), 'x']) {
        const [query] = await store.vectorsOf([text]);
        const { hits } = await store.search({}, { text, withVectors: true });
        expectSame('hits to number', hits.length, 10);
        for (const { score, vector } of hits) {
          expectScore(
            'the score to be',
            score,
            cosine(query ?? new Float32Array(), vector ?? new Float32Array()),
          );
        }
      }
    },
  },
  {
    id: 'embeds.embeds-anew',
    sentence: 'A record that replaces another is embedded anew.',
    needs: 'embeds',
    async run(subject) {
      const store = await subject.open();
      await store.put([draft(1)]);
      const other = revised(draft(1), { timestamp: NOW - 1, problem_description: problem(2) });
      await store.put([other]);
      await store.expectVectors(await store.get([idOf(1)], { withVectors: true }), 1);
    },
  },
  {
    id: 'embeds.absent-text-refused',
    sentence: 'Without `embeds`, a search by text is refused with `NOT_SUPPORTED`.',
    lacks: 'embeds',
    async run(subject) {
      const { transport } = await subject.open();
      const search = transport.search({ text: QUERY, limit: 1, filter: { now: NOW } });
      await expectRefused('a search by text', search, 'NOT_SUPPORTED');
    },
  },
  {
    id: 'embeds.absent-vectorless-refused',
    sentence:
      'Without `embeds`, a call that writes a record without a vector is refused with `NOT_SUPPORTED`, and nothing of it is stored.',
    lacks: 'embeds',
    async run(subject) {
      const store = await subject.open();
      await store.put([draft(0)]);
      const [complete] = await store.scan({}, { withVectors: true });
      const vector = complete?.vector ?? new Float32Array();
      const write = store.transport.write([{ ...draft(1), vector }, draft(2)]);
      await expectRefused('writing a record without a vector', write, 'NOT_SUPPORTED');
      await store.expectHolding([draft(0)], drafts(3));
    },
  },
];
