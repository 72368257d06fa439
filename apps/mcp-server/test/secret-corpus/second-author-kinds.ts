import type { Kind } from './kind.ts';
import { Random } from './random.ts';
import { SECOND_CLOUDS } from './second-author-clouds.ts';
import { SECOND_PASTES } from './second-author-pastes.ts';
import { SECOND_PROSE } from './second-author-prose.ts';
import { SECOND_TOKENS } from './second-author-tokens.ts';
import { packetWith, type SecretPacket } from './secret-packets.ts';

/** Written by another author than the rules, who had not read them. */
export const SECOND_KINDS: readonly Kind[] = [
  ...SECOND_TOKENS,
  ...SECOND_CLOUDS,
  ...SECOND_PASTES,
  ...SECOND_PROSE,
];

const INSTANCES = 12;
const LONGEST_SUMMARY = 200;

const PROBLEMS = [
  'Nightly sync fails since Tuesday, log shows 401. Runner was started with {}',
  'Could not reproduce locally until I used the config from staging:\n{}\nthen the same timeout appears',
  'connection refused after upgrade to v2; the ops channel says to use {} for now',
  'flaky integration test, the fixture still contains {} from last year',
  'Repro: {} && make smoke',
] as const;
const SUMMARIES = [
  'worked after setting {}',
  'replaced it by {} on both hosts',
  'Found in the wiki: {}',
  'Root cause was an old value, now: {}',
  '{} (ask Dana before the next rotation)',
] as const;

/** The packets of the second author, the same in every run; draws as in `secretPackets`. */
export function secondAuthorPackets(draw = 0): readonly SecretPacket[] {
  return SECOND_KINDS.flatMap(({ name, forms }) => {
    const random = new Random(draw === 0 ? `second ${name}` : `second ${name} ${draw}`);
    return Array.from({ length: INSTANCES }, (_, i) =>
      told(name, (forms[i % forms.length] ?? forms[0])(random), i, random),
    );
  });
}

/** In a sentence; once as a tag where the value is one word; bare where a sentence leaves no room. */
function told(kind: string, value: string, i: number, random: Random): SecretPacket {
  if (i === INSTANCES - 1 && value.length <= 100 && !/\s/u.test(value))
    return packetWith(kind, 'domain_tags', value, value);
  const summary = random.pick(SUMMARIES).replace('{}', () => value);
  if (i % 2 === 1 && [...summary].length <= LONGEST_SUMMARY)
    return packetWith(kind, 'delta_summary', value, summary);
  const problem = random.pick(PROBLEMS).replace('{}', () => value);
  const text = Buffer.byteLength(problem) <= 300 ? problem : value;
  return packetWith(kind, 'problem_description', value, text);
}
