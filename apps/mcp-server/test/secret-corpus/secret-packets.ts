import { createPacket, OutcomeError, type OutcomePacket } from '@qis/core';
import { CLOUD_KINDS } from './cloud-kinds.ts';
import { CODE_KINDS } from './code-kinds.ts';
import { GENERIC_KINDS } from './generic-kinds.ts';
import { type Half, halfOf, type Kind } from './kind.ts';
import { Random } from './random.ts';
import { SERVICE_KINDS } from './service-kinds.ts';

/** A packet that holds one credential. */
export interface SecretPacket {
  readonly kind: string;
  readonly field: 'problem_description' | 'delta_summary' | 'domain_tags' | 'agent_id';
  /** What the gate may never repeat. */
  readonly value: string;
  readonly packet: OutcomePacket;
}

export const KINDS: readonly Kind[] = [...CLOUD_KINDS, ...CODE_KINDS, ...SERVICE_KINDS, ...GENERIC_KINDS];

/** Of each kind; every form turns up, in most kinds several times. */
const INSTANCES = 8;
const NOW = 1_764_000_000;

const PROBLEMS = [
  'The deploy job answers 401 although {} is set on the runner',
  'requests fail with 403 forbidden; config has {} and nothing else changed',
  'curl: (22) The requested URL returned error: 401, sent {}, works on my machine',
  '部署失败：配置里写的是 {}，服务返回 401',
  "why is '{}' rejected after the rotation?",
  '{}',
] as const;
const SUMMARIES = [
  'Fixed by putting {} into .env and restarting the worker',
  'it works with {}.',
  'Rotated the old one; new value ({}) deployed to staging, smoke test green',
  'use `{}`, the documented one has expired',
  '{}',
] as const;
const TAGS = ['ci', 'deploy', 'auth'] as const;

/** The packets of a half, the same in every run. Each draw has other values in other sentences; 0 is the corpus. */
export function secretPackets(half: Half, draw = 0): readonly SecretPacket[] {
  return KINDS.filter(({ name }) => halfOf(name) === half).flatMap((kind) => instancesOf(kind, draw));
}

function instancesOf({ name, forms }: Kind, draw: number): readonly SecretPacket[] {
  const random = new Random(draw === 0 ? name : `${name} ${draw}`);
  return Array.from({ length: INSTANCES }, (_, i) => {
    const value = (forms[i % forms.length] ?? forms[0])(random);
    return held(name, value, i, random);
  });
}

/** In a sentence of either text; now and then as a tag or an agent id; bare where the sentence leaves no room. */
function held(kind: string, value: string, i: number, random: Random): SecretPacket {
  const inProblem = (sentence: string): SecretPacket =>
    packetWith(
      kind,
      'problem_description',
      value,
      sentence.replace('{}', () => value),
    );
  if (i === 5 && value.length <= 120) return packetWith(kind, 'domain_tags', value, value);
  if (i === 6 && value.length <= 120)
    return packetWith(kind, 'agent_id', value, `${random.pick(['ci', 'bob'])}#${value}`);
  const summary = random.pick(SUMMARIES).replace('{}', () => value);
  if (i % 2 === 1 && [...summary].length <= 200) return packetWith(kind, 'delta_summary', value, summary);
  try {
    return inProblem(random.pick(PROBLEMS));
  } catch (error) {
    if (!OutcomeError.isInstance(error) || error.code !== 'PACKET_TOO_LARGE') throw error;
    return inProblem('{}');
  }
}

export function packetWith(
  kind: string,
  field: SecretPacket['field'],
  value: string,
  text: string,
): SecretPacket {
  const rest = {
    problem_description: 'deploy answers 401',
    outcome_type: 'resolved',
    confidence: 0.9,
    delta_summary: '',
    domain_tags: TAGS.slice(0, 1),
    agent_id: 'bob#1',
    ttl: 3_600,
  } as const;
  const packet = createPacket({ ...rest, [field]: field === 'domain_tags' ? ['ci', text] : text }, NOW);
  return { kind, field, value, packet };
}
