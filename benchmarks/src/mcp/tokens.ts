import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Measurement, Section } from '../bench/measurement.ts';
import { type Contestant, DEEDS, HITS, type Place } from './contestants.ts';
import type { Outcome } from './outcomes.ts';
import type { Contest } from './start-up.ts';
import { type Answer, StdioClient } from './stdio-client.ts';

/** What the project has set itself for its own server. */
const GOALS: Readonly<Record<string, number>> = { 'tools/list': 1_500, query: 1_500, synthesize: 1_000 };
/** What the servers cost a model, read once by each: nothing of it wanders. */
export async function countAnswers(contest: Contest): Promise<Section> {
  const measurements: Measurement[] = [];
  for (const contestant of contest.contestants) measurements.push(...(await tokensOf(contestant, contest)));
  const listed = measurements.filter(({ what, of }) => what === 'tokens' && of.answer === 'tools/list');
  return {
    id: 'tokens',
    title: 'What a model reads',
    about: `Tokens (o200k) of tools/list as JSON, and of the text of answers over ${contest.packets} packets: to a question with ${HITS} hits or as near to that as any has, of each server its own, to a deposit, and to a question over nothing.`,
    measurements,
    findings: [
      `tools/list costs ${listed.map(({ of, value }) => `${value} tokens of the ${of.server}`).join(', ')}.`,
    ],
    plots: [
      { title: 'Tokens', what: ['tokens'], mark: 'bar', x: 'answer', panels: 'server', log: { y: true } },
    ],
    leftOut: [],
  };
}

async function tokensOf(contestant: Contestant, contest: Contest): Promise<Measurement[]> {
  const { signal, outcomes } = contest;
  const server = contestant.name;
  const counted = (answer: string, text: string): Measurement => {
    const goal = server === 'qis-mcp' ? GOALS[answer] : undefined;
    return {
      what: 'tokens',
      of: { server, answer },
      value: countTokens(text),
      unit: 'tokens',
      samples: 1,
      better: 'less',
      ...(goal !== undefined && { goal: { atMost: goal } }),
    };
  };
  const entries = (answer: string, value: number): Measurement => ({
    what: 'entries in it',
    of: { server, answer },
    value,
    unit: 'count',
    samples: 1,
  });
  const full = new StdioClient((contest.places.get(contestant) as Place).program('reader'), signal);
  const empty = new StdioClient((await contestant.fill([])).program('reader'), signal);
  try {
    await Promise.all([full.initialize(), empty.initialize()]);
    const list = await full.request({ method: 'tools/list', params: {} });
    const question = await questionWithHits(full, contestant, outcomes);
    const answers: Measurement[] = [counted('tools/list', JSON.stringify(list))];
    for (const deed of DEEDS) {
      const { tool, args } = contestant.call(deed, question);
      if (answers.some(({ of }) => of.answer === tool)) continue; // the bare server has one tool for all
      const answer = await full.call(tool, args);
      answers.push(counted(tool, answer.text));
      if (deed !== 'deposit') answers.push(entries(tool, contestant.entriesIn(answer)));
    }
    const { tool, args } = contestant.call('find', question);
    answers.push(counted(`${tool}, nothing there`, (await empty.call(tool, args)).text));
    return answers;
  } finally {
    await Promise.all([full.close(), empty.close()]);
  }
}

/** The first that has as many hits as were asked for, or else the one that has most. */
async function questionWithHits(
  client: StdioClient,
  contestant: Contestant,
  outcomes: readonly Outcome[],
): Promise<Outcome> {
  let best = { outcome: outcomes[0] as Outcome, distance: Number.POSITIVE_INFINITY };
  for (const outcome of outcomes) {
    const { tool, args } = contestant.call('find', outcome);
    const answer: Answer = await client.call(tool, args);
    const distance = Math.abs(contestant.entriesIn(answer) - HITS);
    if (distance < best.distance) best = { outcome, distance };
    if (distance === 0) break;
  }
  return best.outcome;
}
