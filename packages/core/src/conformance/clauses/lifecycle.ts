import { ERROR_CODES } from '../../errors.ts';
import type { CallOptions } from '../../transport.ts';
import type { Clause } from '../clause.ts';
import { expectDone, expectIds, expectRefused, expectSame, expectThat } from '../expectations.ts';
import { draft, drafts, idOf, idsOf, NOW } from '../records.ts';

export const closeClauses: readonly Clause[] = [
  {
    id: 'close.resolves',
    sentence: '`close` resolves, and so does closing again; every other verb is then refused with `CLOSED`.',
    async run(subject) {
      const store = await subject.open();
      await store.put(drafts(2));
      await expectDone('close', store.transport.close());
      await expectDone('closing again', store.transport.close());
      const calls: Record<string, () => Promise<unknown>> = {
        open: () => store.transport.open({}),
        write: () => store.put([draft(3)]),
        search: () => store.search(),
        scan: () => store.page({}),
        get: () => store.get([idOf(0)]),
        remove: () => store.transport.remove([idOf(0)]),
        stats: () => store.count(),
      };
      for (const [verb, call] of Object.entries(calls)) await expectRefused(verb, call(), 'CLOSED');
    },
  },
  {
    id: 'close.leaves-others-open',
    sentence: 'Closing one instance leaves other instances over the same collection as they were.',
    needs: 'durable',
    async run(subject) {
      const [closing, staying] = [await subject.open(), await subject.open()];
      await closing.put([draft(1)]);
      await closing.transport.close();
      await expectDone('writing by the other instance', staying.put([draft(2)]));
      await expectDone('reading by the other instance', staying.expectHolding([draft(1), draft(2)]));
    },
  },
];

export const classifyClauses: readonly Clause[] = [
  {
    id: 'classify.takes-anything',
    sentence:
      '`classify` answers whatever was thrown, before `open` too, with a known code and a boolean, and never throws.',
    // Raw: the managed transport answers for its own errors, and asks for drivers' errors at any time.
    async run(subject) {
      const transport = await subject.connectRaw();
      for (const cause of THROWN) {
        let seen: { readonly code: unknown; readonly retryable: unknown };
        try {
          seen = { ...transport.classify(cause) };
        } catch (error) {
          seen = { code: `it threw ${String(error)}`, retryable: undefined };
        }
        const name = Object.prototype.toString.call(cause);
        expectThat(
          `a known code for ${name}`,
          ERROR_CODES.some((code) => code === seen.code),
          seen.code,
        );
        expectSame(`retryable for ${name} to be a`, typeof seen.retryable, 'boolean');
      }
    },
  },
];

/** Members that look like codes but are found on every object are a trap for lookup tables. */
const THROWN: readonly unknown[] = [
  undefined,
  null,
  0,
  Number.NaN,
  '',
  'socket hang up',
  true,
  Symbol('cause'),
  12n,
  [],
  {},
  Object.create(null),
  () => undefined,
  new Error(),
  new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }),
  new AggregateError([undefined, new Error('one')]),
  new DOMException('aborted', 'AbortError'),
  new DOMException('late', 'TimeoutError'),
  ...['constructor', '__proto__', 'toString', 'ECONNREFUSED', '', null, undefined, 7, {}].flatMap((code) => [
    { code, status: code, message: code, name: code },
    Object.assign(new Error('with a code'), { code, status: code }),
  ]),
  { status: 503, data: null, response: undefined, headers: 'none' },
];

/**
 * What a raw transport does with a signal that is aborted already. The managed transport does not let such a call through
 * and answers ABORTED itself, but a signal may abort at any moment of a call, and this moment can be tested.
 */
export const signalClauses: readonly Clause[] = [
  {
    id: 'signal.aborted-write',
    sentence:
      'A `write` or `remove` whose signal is aborted rejects or is carried out: it never resolves with nothing done.',
    async run(subject) {
      const store = await subject.openRaw();
      await store.put([draft(1)]);
      if (await resolves(store.put([draft(2)], ABORTED))) {
        expectIds('get to return what was acknowledged', await store.get([idOf(2)]), [draft(2)]);
      }
      if (await resolves(store.transport.remove([idOf(1)], ABORTED))) {
        expectIds('get to return what was removed', await store.get([idOf(1)]), []);
      }
    },
  },
  {
    id: 'signal.aborted-read',
    sentence:
      'A read whose signal is aborted rejects or answers in full: it never passes off a part as the whole.',
    async run(subject) {
      const store = await subject.openRaw();
      const records = drafts(4);
      await store.put(records);
      const reads: Record<string, () => Promise<readonly unknown[]>> = {
        search: async () => (await store.search({}, {}, ABORTED)).hits,
        scan: async () => (await store.transport.scan({ limit: 10, filter: { now: NOW } }, ABORTED)).records,
        get: () => store.get(idsOf(records), ABORTED),
        stats: async () =>
          Array.from({ length: (await store.transport.stats({ now: NOW, ...ABORTED })).packets }),
      };
      for (const [verb, read] of Object.entries(reads)) {
        const answer = await read().catch(() => undefined);
        if (answer) expectSame(`the number that ${verb} answers to be`, answer.length, records.length);
      }
    },
  },
  {
    id: 'signal.leaves-usable',
    sentence: 'After a call whose signal was aborted, the transport serves the next calls as before.',
    async run(subject) {
      const store = await subject.openRaw();
      await store.put([draft(1)]);
      await resolves(store.search({}, {}, ABORTED));
      await resolves(store.get([idOf(1)], ABORTED));
      await resolves(store.put([draft(1)], ABORTED));
      await expectDone('the next write', store.put([draft(2)]));
      await expectDone('the next reads', store.expectHolding([draft(1), draft(2)]));
    },
  },
];

const ABORTED: Required<CallOptions> = { signal: AbortSignal.abort() };

/** Whether it resolved. Why it did not is of no interest: a signal may abort a call at any point. */
function resolves(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    () => false,
  );
}
