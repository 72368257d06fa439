import { createRouter } from '@qis/mcp-server';
import { z } from 'zod';
import type { Encounter, Found, Ledger } from './encounters.ts';
import type { Fleet } from './fleet.ts';
import type { Problem } from './problems.ts';
import type { Store } from './store.ts';

const WIDTH = 50;
const ROWS = 16;

/** What each kind of answer looks like on a bar, and in words. */
const KINDS: readonly (readonly [Found, string, string])[] = [
  ['same', '█', 'first hit is of the same problem'],
  ['same-below', '▓', 'the same problem is among the hits, not first'],
  ['other', '×', 'hits of other problems only'],
  ['nothing-missed', '·', 'nothing, although something was known'],
  ['nothing-honest', ' ', 'nothing, and nothing was known: the honest answer'],
];

/** Draws the cold-start curve while it grows: a bar for each stretch of encounters, then the sums. */
export async function showCurve(results: AsyncIterable<Encounter>, total: number): Promise<void> {
  const stretch = Math.ceil(total / ROWS);
  for (const [, sign, words] of KINDS)
    console.log(`  ${sign === ' ' ? '(blank)' : `${sign}      `} ${words}`);
  console.log(`\n   encounters  |${'what the query found'.padEnd(WIDTH)}| found  known`);
  const all: Encounter[] = [];
  let row: Encounter[] = [];
  for await (const encounter of results) {
    all.push(encounter);
    row.push(encounter);
    if (row.length < stretch && all.length < total) continue;
    const range = `${all.length - row.length + 1}–${all.length}`.padStart(13);
    console.log(`${range}  |${bar(row)}| ${percent(row, isFound)}  ${percent(row, (each) => each.known)}`);
    row = [];
  }
  console.log(`\n${sums(all)}`);
}

function sums(all: readonly Encounter[]): string {
  const known = all.filter((each) => each.known);
  const empty = all.filter((each) => each.found.startsWith('nothing'));
  return [
    `found a packet of the same problem      ${percent(all, isFound)} of all encounters, ${percent(known, isFound)} of those where another agent had left one`,
    `first hit of another problem            ${percent(all, (each) => each.found === 'other' || each.found === 'same-below')}`,
    `nothing found                           ${percent(all, (each) => each.found.startsWith('nothing'))}; honest in ${percent(empty, (each) => !each.known)} of those`,
    '',
    '"known" is the ceiling: it rises as the fleet meets its problems, and levels off once it has met most of them.',
    'The article speaks of growth with the square of the agents, N(N-1)/2 pairs. Pairs grow so; what one query can',
    'find does not: it follows the ceiling, whatever the number of agents.',
  ].join('\n');
}

function isFound({ found }: Encounter): boolean {
  return found === 'same' || found === 'same-below';
}

function bar(row: readonly Encounter[]): string {
  let cells = '';
  let seen = 0;
  for (const [kind, sign] of KINDS) {
    seen += row.filter((each) => each.found === kind).length;
    cells = cells.padEnd(Math.round((WIDTH * seen) / row.length), sign);
  }
  return cells;
}

function percent(list: readonly Encounter[], test: (each: Encounter) => boolean): string {
  if (list.length === 0) return '  –';
  return `${String(Math.round((100 * list.filter(test).length) / list.length)).padStart(3)}%`;
}

const synthesisAnswer = z.looseObject({
  claims: z.array(
    z.looseObject({
      id: z.string(),
      support: z.number(),

      dissent_says: z.looseObject({ id: z.string() }).optional(),
    }),
  ),
});

/** One whole synthesis that begins with a claim about the problem asked, divided if there is such a one. */
export async function showSynthesis(
  fleet: Fleet,
  problems: readonly Problem[],
  ledger: Ledger,
): Promise<void> {
  const [reader] = fleet.agents;
  let agreed: string | undefined;
  for (const { text, label } of problems) {
    const answer = synthesisAnswer.parse(await reader?.call('synthesize', { problem_description: text }));
    const [best] = answer.claims;
    if (!best || ledger.get(best.id)?.label !== label) continue;
    const shown = `\nsynthesize "${text}"\n${JSON.stringify(answer, undefined, 2)}`;
    const against = best.dissent_says && ledger.get(best.dissent_says.id);
    if (best.support > 1 && against?.label === label) return console.log(shown);
    agreed ??= shown;
  }
  console.log(
    `${agreed ?? '\nNo synthesis begins with a claim about the problem asked.'}\n(no such claim has dissent here)`,
  );
}

/** The statistics of the store, as one more process sees it. */
export async function showStats({ url }: Store): Promise<void> {
  const router = await createRouter({ transport: url });
  console.log(`\nstore ${JSON.stringify(await router.stats(), undefined, 2)}`);
  await router.close();
}
