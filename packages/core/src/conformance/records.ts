import type { Filter } from '../filter.ts';
import { expiresAt, OUTCOME_TYPES, type OutcomePacket, voterOf } from '../packet.ts';
import type { OutcomeRecord } from '../transport.ts';
import { uuidFromBytes } from '../uuid.ts';
import { randomFrom } from './vectors.ts';

/** The clock of the suite, seconds since the epoch. Long past: a store that looks at a clock of its own is found out. */
export const NOW = 1_763_900_000;

/** What most searches ask for. */
export const QUERY = 'payment webhook arrives twice';

const THINGS = [
  'database connection pool',
  'invoice totals',
  'login page on phones',
  'nightly backup',
  'search results for umlauts',
  'container build',
  'message queue consumer',
  'certificate renewal',
  'image thumbnails',
  'rate limiter',
  'time zone of the calendar',
  'spreadsheet export',
  'memory of the worker',
  'test suite in parallel',
  'translation files',
  'feature flags',
  'audio playback',
  'map tiles',
];
const TROUBLES = [
  'is exhausted under load',
  'differ by one cent',
  'never finishes loading',
  'stops after an upgrade',
  'come back in the wrong order',
  'fails on the second run only',
  'loses the last item',
  'was refused by the other side',
  'look stretched',
  'counts everybody twice',
  'jumps by an hour in spring',
  'opens with broken columns',
  'grows until it is killed',
  'hangs at random',
  'shows keys instead of words',
  'were read too early',
  'stutters',
  'are blank at the border',
];

/** A problem of its own for each number below 324. */
export function problem(n: number): string {
  const trouble = TROUBLES[(n + Math.floor(n / THINGS.length)) % TROUBLES.length];
  return `${THINGS[n % THINGS.length]} ${trouble}`;
}

/** A record without its vector. It differs for each number, lives at {@link NOW}, and has an id that means nothing. */
export function draft(n: number, packet: Partial<OutcomePacket> = {}, id: string = idOf(n)): OutcomeRecord {
  const whole: OutcomePacket = {
    problem_description: problem(n),
    outcome_type: 'resolved',
    confidence: 0.5,
    delta_summary: `remedy ${n}`,
    domain_tags: ['conformance'],
    timestamp: NOW - 60,
    agent_id: 'voter#session',
    ttl: 3_600,
    ...packet,
  };
  return { id, packet: whole, voter: voterOf(whole.agent_id), expires_at: expiresAt(whole) };
}

/** So many records, numbered from `from`. */
export function drafts(count: number, packet: Partial<OutcomePacket> = {}, from = 0): OutcomeRecord[] {
  return Array.from({ length: count }, (_, i) => draft(from + i, packet));
}

/** The same record as its author would leave it later: another summary and timestamp under the same id. */
export function revised(record: OutcomeRecord, packet: Partial<OutcomePacket>): OutcomeRecord {
  return draft(0, { ...record.packet, ...packet }, record.id);
}

/** A UUID that looks random (version 4) and is the same for the same number. */
export function idOf(n: number): string {
  const random = randomFrom(`id ${n}`);
  const bytes = Uint8Array.from({ length: 16 }, () => random() * 256);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidFromBytes(bytes);
}

export function idsOf(records: readonly OutcomeRecord[]): string[] {
  return records.map((record) => record.id);
}

/** Texts that are easily taken for each other, or for syntax, by a store that quotes, splits, folds or normalises them. */
export const CONFUSABLE: readonly string[] = [
  'sql',
  'SQL',
  'sqlite',
  'sq',
  'sql ',
  's_l',
  'sql%',
  'sql,lite',
  'a.b',
  'a$b',
  '$eq',
  "o'neil",
  'say "hi"',
  'back\\slash',
  '[1]',
  '{"a":1}',
  '*',
  'null',
  'true',
  '1',
  '1.0',
  '__proto__',
  'constructor',
  'caf\u00e9',
  'cafe\u0301',
  'stra\u00dfe',
  'strasse',
  '\u65e5\u672c\u8a9e',
  '\u{1f469}\u200d\u{1f4bb}',
  '\u{1f469}',
];

/** Records of every kind, in the same order always, about a fifth of them expired at {@link NOW} and some at that very second. */
export function mixedRecords(count: number, replies: boolean): OutcomeRecord[] {
  const random = randomFrom('mixed records');
  return Array.from({ length: count }, (_, n) => {
    const timestamp = NOW - Math.floor(random() * 40) * 90.25;
    return draft(n, {
      outcome_type: pick(random, OUTCOME_TYPES),
      confidence: Math.floor(random() * 11) / 10,
      domain_tags: some(random, CONFUSABLE, 3),
      timestamp,
      agent_id: pick(random, AGENTS),
      ttl:
        random() < 0.1 && Number.isInteger(timestamp)
          ? Math.max(1, NOW - timestamp)
          : pick(random, [600, 3_600, 86_400]),
      ...(replies && random() < 0.3 && { in_reply_to: some(random, REPLIED_TO, 4, 1) }),
    });
  });
}

/** Filters that let some of {@link mixedRecords} through, in the same order always. */
export function mixedFilters(count: number, replies: boolean): Filter[] {
  const random = randomFrom('mixed filters');
  const maybe = <T extends object>(part: () => T): T | Record<never, never> => (random() < 0.3 ? part() : {});
  return Array.from({ length: count }, () => ({
    now: pick(random, [NOW, NOW, NOW - 1_800, NOW + 1_800.5]),
    ...maybe(() => ({ domainTags: some(random, CONFUSABLE, 8, 1) })),
    ...maybe(() => ({ minConfidence: Math.floor(random() * 8) / 10 })),
    ...maybe(() => ({ outcomeTypes: some(random, OUTCOME_TYPES, 3, 1) })),
    ...maybe(() => ({ agentId: pick(random, AGENTS) })),
    ...maybe(() => ({ notAgentId: pick(random, AGENTS) })),
    ...maybe(() => ({ voters: some(random, AGENTS, 6, 1).map(voterOf) })),
    ...maybe(() => ({ notVoters: some(random, AGENTS, 3, 1).map(voterOf) })),
    ...maybe(() => (replies ? { inReplyTo: some(random, REPLIED_TO, 3, 1) } : {})),
    ...maybe(() => ({ since: NOW - Math.floor(random() * 40) * 90.25 })),
    ...maybe(() => ({ includeExpired: true })),
  }));
}

const AGENTS = [
  '',
  'a',
  'a#1',
  'a#2',
  'A#1',
  'a b#1',
  "o'neil#1",
  '$in#1',
  'caf\u00e9#1',
  'cafe\u0301#1',
  '#1',
  'a#1#2',
];
const REPLIED_TO = Array.from({ length: 9 }, (_, n) => idOf(10_000 + n));

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

function some<T>(random: () => number, values: readonly T[], most: number, least = 0): T[] {
  const count = least + Math.floor(random() * (most - least + 1));
  const chosen = new Set<T>();
  while (chosen.size < count) chosen.add(pick(random, values));
  return [...chosen];
}
