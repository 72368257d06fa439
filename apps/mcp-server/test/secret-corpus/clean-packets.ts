import { existsSync, readFileSync } from 'node:fs';
import { createPacket, type OutcomePacket } from '@qis/core';
import { type Half, halfOf } from './kind.ts';

const NOW = 1_764_000_000;

const CLEAN_AGENT_IDS: readonly string[] = [
  'bob#1',
  'claude-code-4f9a1c#8b21d0',
  'cursor-7d3e9f2a#c0ffee12',
  'ci@build-42#run-11893847561',
  'alice@example.com#laptop',
  'agent/3f786850e387550fdab836ed7e6dc881de23001b',
  '550e8400-e29b-41d4-a716-446655440000#1',
  'sk-translator#2',
  'key-rotation-bot#eu-west-1',
  'password-reset-worker#7',
];
const CLEAN_TAGS: readonly string[] = [
  'tls',
  'password-hashing',
  'api-key',
  'jwt',
  'aws:iam',
  'secret-management',
  'c++20',
  'node@24.1.0',
  'sha256',
  'oauth2/bearer',
];

const examples = new URL('../../../../examples/', import.meta.url);
const remedies = new URL('../../../../benchmarks/corpus/remedies.jsonl', import.meta.url);
const REAL_SENTENCES = new URL('../../../../../shared/data/stackoverflow20.jsonl', import.meta.url);

/** What looks like a credential and is none: engineers write all of it every day. Written by hand, one a line. */
export const CLEAN_TEXTS: readonly string[] = textsOf('clean-texts.txt');
export const SECOND_CLEAN_TEXTS: readonly string[] = textsOf('second-author-clean.txt');

/** Hard negatives of a half, the packets of the examples apart. */
export function hardNegatives(half: Half): readonly OutcomePacket[] {
  const mine = (texts: readonly string[]): readonly string[] => texts.filter((text) => halfOf(text) === half);
  return [
    ...mine(CLEAN_TEXTS).map((text) => packetOf({ problem_description: text })),
    ...mine(CLEAN_AGENT_IDS).map((agent_id) => packetOf({ agent_id })),
    ...mine(CLEAN_TAGS).map((tag) => packetOf({ domain_tags: [tag] })),
  ];
}

/** Those of the second author; every third one as what was found, where it is short enough. */
export function secondHardNegatives(): readonly OutcomePacket[] {
  return SECOND_CLEAN_TEXTS.map((text, i) =>
    packetOf(
      i % 3 === 0 && [...text].length <= 200 ? { delta_summary: text } : { problem_description: text },
    ),
  );
}

/** Every problem and every outcome of the examples, and of the corpus of the synthesis. */
export function examplePackets(): readonly OutcomePacket[] {
  const problems = linesOf(new URL('problems.jsonl', examples));
  const outcomes = linesOf(new URL('outcomes.jsonl', examples));
  return [
    ...problems.map(({ text }) => packetOf({ problem_description: String(text) })),
    ...outcomes.map(({ delta_summary, domain_tags }) =>
      packetOf({ delta_summary: String(delta_summary), domain_tags: domain_tags as string[] }),
    ),
    ...linesOf(remedies).flatMap(({ problems, right, wrong, opposite, failed }) => [
      ...[problems].flat().map((text) => packetOf({ problem_description: String(text) })),
      ...[right, wrong, opposite, failed].flat(2).map((text) => packetOf({ delta_summary: String(text) })),
    ]),
  ];
}

/** Sentences that people asked, where this checkout has them; they are not part of the repository. */
export function realPackets(): readonly OutcomePacket[] | undefined {
  if (!existsSync(REAL_SENTENCES)) return undefined;
  return linesOf(REAL_SENTENCES).map(({ text }) => packetOf({ problem_description: String(text) }));
}

function textsOf(file: string): readonly string[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
}

function linesOf(file: URL): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function packetOf(fields: Partial<OutcomePacket>): OutcomePacket {
  const rest = {
    problem_description: 'x',
    outcome_type: 'open',
    confidence: 0.5,
    delta_summary: '',
  } as const;
  return createPacket({ ...rest, ...fields }, NOW);
}
