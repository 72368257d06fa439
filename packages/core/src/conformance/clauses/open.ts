import type { TransportCapabilities } from '../../transport.ts';
import type { Clause } from '../clause.ts';
import { expectDone, expectRefused, expectSame, expectThat } from '../expectations.ts';
import { draft, drafts } from '../records.ts';
import type { Subject } from '../subject.ts';
import { FINGERPRINT, OTHER_FINGERPRINT } from '../vectors.ts';

export const openClauses: readonly Clause[] = [
  {
    id: 'open.declares-itself',
    sentence: 'A transport has a name, and says the same capabilities before and after `open`.',
    async run(subject) {
      const transport = await subject.connect();
      expectThat('name not to be blank', transport.name.trim() !== '', transport.name);
      expectDeclared('before open', subject, transport.capabilities);
      await transport.open();
      expectDeclared('after open', subject, transport.capabilities);
    },
  },
  {
    id: 'open.creates-empty',
    sentence: '`open` creates what is missing, and a new collection holds nothing.',
    async run(subject) {
      const transport = await subject.connect();
      await expectDone('open of a new collection', transport.open());
      const store = await subject.open();
      await store.expectHolding([], drafts(1));
    },
  },
  {
    id: 'open.returns-fingerprint',
    sentence:
      'A new collection takes the fingerprint of whoever opens it, and `open` returns it, member for member.',
    lacks: 'embeds',
    // Raw: the managed transport would put its own refusal before what the transport returned.
    async run(subject) {
      const { opened } = await subject.openRaw();
      expectSame('open to return', opened.fingerprint, FINGERPRINT);
    },
  },
  {
    id: 'open.keeps-fingerprint',
    sentence:
      'A stored fingerprint is never replaced by `open`, not in an empty collection either: whoever stored it may be about to write.',
    needs: 'durable',
    lacks: 'embeds',
    async run(subject) {
      const first = await subject.open();
      const other = await subject.connect(OTHER_FINGERPRINT);
      await expectRefused('opening for another embedding space', other.open(), 'EMBEDDER_MISMATCH');
      await first.put(drafts(1));
      const again = await subject.connect();
      await expectDone('opening for the first embedding space again', again.open());
    },
  },
  {
    id: 'open.keeps-fingerprint-of-packets',
    sentence:
      'A collection with packets refuses any other embedding space with `EMBEDDER_MISMATCH`, after every instance was closed too.',
    needs: 'durable',
    lacks: 'embeds',
    async run(subject) {
      const first = await subject.open();
      await first.put([draft(1)]);
      await first.transport.close();
      for (const member of ['model', 'revision', 'dtype', 'pooling', 'normalisation'] as const) {
        const other = await subject.connect({ ...FINGERPRINT, [member]: 'another' });
        await expectRefused(`opening for another ${member}`, other.open(), 'EMBEDDER_MISMATCH');
      }
      const longer = await subject.connect({ ...FINGERPRINT, dimensions: FINGERPRINT.dimensions + 1 });
      await expectRefused('opening for more dimensions', longer.open(), 'EMBEDDER_MISMATCH');
      const again = await subject.connect();
      const { fingerprint } = await expectDone('opening for the same space', again.open());
      expectSame('open to return', fingerprint, FINGERPRINT);
    },
  },
  {
    id: 'open.races-alike',
    sentence: 'Many instances may open one new collection at the same time: all succeed, and share it.',
    needs: 'durable',
    async run(subject) {
      const racing = Array.from({ length: 5 }, () => subject.open());
      const benches = await expectDone('opening five times at once', Promise.all(racing));
      for (const [n, bench] of benches.entries()) await bench.put([draft(n)]);
      for (const bench of benches) await bench.expectHolding(drafts(benches.length));
    },
  },
  {
    id: 'open.races-apart',
    sentence:
      'Where instances of two embedding spaces open one new collection at the same time, those of exactly one succeed.',
    needs: 'durable',
    lacks: 'embeds',
    async run(subject) {
      const spaces = [FINGERPRINT, OTHER_FINGERPRINT, FINGERPRINT, OTHER_FINGERPRINT];
      const racing = await Promise.all(spaces.map((space) => subject.connect(space)));
      const opened = await Promise.allSettled(racing.map((transport) => transport.open()));
      const winners = spaces
        .filter((_, i) => opened[i]?.status === 'fulfilled')
        .map((space) => space.revision);
      const holds = winners.length === 2 && winners[0] === winners[1];
      expectThat('both instances of one space, and no other, to be let in', holds, winners);
    },
  },
];

function expectDeclared(when: string, subject: Subject, seen: TransportCapabilities): void {
  for (const capability of ['embeds', 'durable', 'replies', 'reembeds'] as const) {
    expectSame(
      `${capability} ${when} to be`,
      seen[capability] ?? false,
      subject.capabilities[capability] ?? false,
    );
  }
}
