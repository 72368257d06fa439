import { tools } from '@qis/core/tools';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { call, connect, dataIn, ERAS, withoutNotes } from './connect.ts';
import { fixture, outcome } from './fixture.ts';

const names = ['query', 'deposit', 'synthesize'] as const;
const parameters = [
  ...new Set(names.flatMap((name) => Object.keys(schemaOf(name)))),
  'domain_tag',
  'agent_id',
  '__proto__',
  'constructor',
  '',
];

/** Values that a parameter could have, and values that none could. */
const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      ...Object.values(outcome),
      'open',
      0,
      1,
      5,
      60,
      [],
      ['a'],
      true,
      null,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      '',
      ' ',
      '\u0000',
      '\u202E',
      '\uD800',
      'x'.repeat(600),
      '🧑‍🚀',
      -1,
      1e308,
      0.5,
    ),
  },
  { weight: 1, arbitrary: fc.array(fc.uuid(), { maxLength: 6 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const question = { problem_description: outcome.problem_description };
const base = fc.constantFrom({}, outcome, question, question);
const entries = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...parameters), fc.string()), value), {
  maxLength: 3,
});
const args = fc
  .tuple(base, entries)
  .map(([given, more]) => JSON.parse(JSON.stringify({ ...given, ...Object.fromEntries(more) })));

function schemaOf(name: string): object {
  const tool = tools.find((each) => each.name === name);
  return { ...(tool?.inputSchema as { shape?: object } | undefined)?.shape };
}

it.each(ERAS)(
  'whatever arguments come, a client of the %s era gets an answer, and an error has stored nothing',
  async (era) => {
    const { server, packets } = fixture();
    const client = await connect(server(), era);
    let errors = 0;
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), args, async (name, given) => {
        const before = await packets();
        const { isError, text, content } = await call(client, name, given);
        const added = (await packets()) - before;
        if (isError) {
          errors++;
          expect(added).toBe(0);
          expect(content).toBeUndefined();
          expect(text).toMatch(
            /^(INVALID_PACKET|INVALID_QUERY|PACKET_TOO_LARGE): .* Correct that and call \w+ again\.$/s,
          );
        } else {
          answers++;
          expect(added).toBeLessThanOrEqual(name === 'query' ? 0 : 1);
          expect(dataIn(text)).toEqual(withoutNotes(content));
        }
      }),
      { numRuns: 400 },
    );
    // Both ways must have been taken, or this test says nothing.
    expect(errors).toBeGreaterThan(20);
    expect(answers).toBeGreaterThan(20);
  },
);

it('an error never repeats the text that it refuses', async () => {
  const { server } = fixture();
  const client = await connect(server());
  const canary = 'hunter2-canary';
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.constantFrom(...parameters.slice(0, -3)),
      async (name, parameter) => {
        for (const bad of [
          `${canary}\u0000`,
          `${canary}${'x'.repeat(600)}`,
          [canary, `${canary}\u202E`],
          { [canary]: canary },
        ]) {
          const { isError, text } = await call(client, name, { ...outcome, [parameter]: bad });
          if (isError) expect(text).not.toContain(canary);
        }
      },
    ),
    { numRuns: 60 },
  );
});
