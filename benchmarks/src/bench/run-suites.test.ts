import { expect, test } from 'vitest';
import type { Section } from './measurement.ts';
import { type RunPlan, runSuites } from './run-suites.ts';
import type { Suite, SuiteName } from './suite.ts';
import { readTextSource } from './text-source.ts';

const section = { id: 'one' } as Section;

function planOf(suites: readonly SuiteName[], signal: AbortSignal = new AbortController().signal): RunPlan {
  return { suites, full: false, seed: 1, text: readTextSource(), folder: '', signal, show: () => {} };
}

function suiteOf(name: SuiteName, run: Suite['run']): Suite {
  return { name, about: `What of ${name}?`, run };
}

test('a suite that fails keeps its sections and its error, and the others run', async () => {
  const results = await runSuites(planOf(['fleet', 'mcp']), async (name) =>
    suiteOf(name, async function* () {
      yield section;
      if (name === 'fleet') throw new Error('no problems');
    }),
  );
  expect(results).toMatchObject([
    { name: 'fleet', sections: [section], error: 'no problems' },
    { name: 'mcp', sections: [section] },
  ]);
  expect(results[1]).not.toHaveProperty('error');
});

test('a suite that cannot be loaded fails by name', async () => {
  const results = await runSuites(planOf(['fleet']), async () => {
    throw new Error('not installed');
  });
  expect(results).toMatchObject([{ name: 'fleet', sections: [], error: 'not installed' }]);
});

test('of a run that is stopped stays what was whole, and no further suite begins', async () => {
  const controller = new AbortController();
  const results = await runSuites(planOf(['fleet', 'mcp'], controller.signal), async (name) =>
    suiteOf(name, async function* ({ signal }) {
      yield section;
      controller.abort();
      signal.throwIfAborted();
    }),
  );
  expect(results).toMatchObject([{ name: 'fleet', sections: [section], interrupted: true }]);
  expect(results[0]).not.toHaveProperty('error');
});
