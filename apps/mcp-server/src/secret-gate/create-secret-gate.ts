import { type Gate, OutcomeError, type Refusal } from '@qis/core';
import { LABELLED_RULES } from './labelled-rules.ts';
import { PERSONAL_DATA, PERSONAL_RULES, type PersonalData } from './personal-rules.ts';
import type { Finding, Rule } from './rule.ts';
import { isPlaceholder } from './value.ts';
import { VENDOR_RULES } from './vendor-rules.ts';

export interface SecretGateOptions {
  /** Personal data that is refused, too. Default none: engineering text is full of `git@…`. */
  readonly refuse?: readonly PersonalData[];
}

const FIELDS = ['problem_description', 'delta_summary', 'domain_tags', 'agent_id'] as const;
type TextField = (typeof FIELDS)[number];

/**
 * A gate that refuses packets in which a text looks like a credential, by the rule's name and without a word of the
 * packet. A net, not a promise: what was cut in two or disguised passes.
 * @throws OutcomeError `INVALID_OPTION` for personal data that it does not know.
 */
export function createSecretGate({ refuse = [] }: SecretGateOptions = {}): Gate {
  assertKnown(refuse);
  const rules = [...VENDOR_RULES, ...LABELLED_RULES, ...refuse.map((what) => PERSONAL_RULES[what])];
  return async (packet) => {
    const texts = FIELDS.map((field) => [packet[field]].flat().join('\n'));
    // As one, a line each: one look at all, and a name in one field still speaks for a value in the next.
    const text = texts.join('\n');
    const found = scan(text, rules) ?? (await (await preset()).scanWithPreset(text));
    return found && refusal(fieldAt(found.at, texts), found.name);
  };
}

function assertKnown(refuse: readonly string[]): void {
  if (refuse.every((what) => Object.hasOwn(PERSONAL_RULES, what))) return;
  const message = `refuse may hold ${PERSONAL_DATA.join(' and ')}.`;
  throw new OutcomeError('INVALID_OPTION', message, { field: 'refuse' });
}

/** Loaded with the first packet that passes the rules here: nobody waits for it who only reads. */
function preset(): Promise<typeof import('./preset-scan.ts')> {
  return import('./preset-scan.ts');
}

function scan(text: string, rules: readonly Rule[]): Finding | undefined {
  for (const { name, pattern, holds = isNoPlaceholder } of rules) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      if (holds(value)) return { name, at: match.index + match[0].lastIndexOf(value) };
    }
  }
  return undefined;
}

function isNoPlaceholder(value: string): boolean {
  return !isPlaceholder(value);
}

/** The field that holds a place in the texts, joined by a line break each. */
function fieldAt(place: number, texts: readonly string[]): TextField {
  let start = 0;
  for (const [i, text] of texts.entries()) {
    start += text.length + 1;
    const field = FIELDS[i];
    if (field && place < start) return field;
  }
  return 'agent_id';
}

function refusal(field: TextField, name: string): Refusal {
  return {
    field,
    reason: `${field} holds what looks like ${name}. Leave it out, or name it by a placeholder such as <TOKEN>; if it is real, tell its owner.`,
  };
}
