import type { OutcomeRecord } from '@qis/core';
import { idOf, record } from './records.ts';

/** What each of the stores in `stores/` holds, whatever version wrote it. Never changed: they would not agree any more. */
export const storedRecords: readonly OutcomeRecord[] = [
  record(0),
  record(1, { outcome_type: 'partial', domain_tags: [], agent_id: '' }),
  record(2, { outcome_type: 'contradicted', in_reply_to: [idOf(0), idOf(1)], confidence: 0.123456789 }),
  record(3, { outcome_type: 'open', delta_summary: '', ttl: 31_536_000, timestamp: 1_000_000.25 }),
  record(4, { problem_description: 'naïve “quotes” 日本 🧭', domain_tags: ['a","b', '日本'] }),
];
