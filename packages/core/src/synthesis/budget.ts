import { estimateTokens } from '../estimate-tokens.ts';
import { inertJson } from '../inert-json.ts';
import type { Synthesis } from './answer.ts';
import type { Findings } from './weigh-hits.ts';

const LISTS = ['tried_and_failed', 'open_problems', 'claims'] as const;

/** Cuts whole entries until the answer fits: from the bottom, each list down to its first entry, claims last. */
export function fitBudget(
  whole: Findings,
  maxTokens: number,
  answer: (lists: Findings) => Synthesis,
): Synthesis {
  let lists = whole;
  let fitted = answer(lists);
  while (estimateTokens(inertJson(fitted)) > maxTokens) {
    const cut = LISTS.find((name) => lists[name].length > 1) ?? LISTS.find((name) => lists[name].length > 0);
    if (cut === undefined) break;
    lists = { ...lists, [cut]: lists[cut].slice(0, -1) };
    fitted = answer(lists);
  }
  return fitted;
}
