import type { Citation, Claim, OpenProblem, Synthesis } from './answer.ts';

// Runs of letters break where the case changes, as tokenizers break them; digits go by threes.
const RUNS = /[A-Z]?[a-z]+|[A-Z]+|[0-9]{1,3}|\P{ASCII}|\s+|[^\sA-Za-z0-9]/gu;
const LETTERS_PER_TOKEN = 3;

/**
 * How many tokens a text takes, on the high side: a third of the letters of each word, one for three digits or a
 * punctuation mark, one for each byte beyond ASCII. An estimate: text of random letters can take more.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(RUNS)) {
    if (run === ' ') continue; // tokenizers join a space to the word behind it
    if (/^[A-Za-z]/.test(run)) tokens += Math.ceil(run.length / LETTERS_PER_TOKEN);
    else tokens += /^\p{ASCII}/u.test(run) ? 1 : new TextEncoder().encode(run).length;
  }
  return tokens;
}

/** The parts of an answer that a budget may cut. */
export interface Lists {
  readonly claims: readonly Claim[];
  readonly tried_and_failed: readonly Citation[];
  readonly open_problems: readonly OpenProblem[];
}

const LISTS = ['tried_and_failed', 'open_problems', 'claims'] as const;

/** Cuts whole entries until the answer fits: from the bottom, each list down to its first entry, claims last. */
export function fitBudget(whole: Lists, maxTokens: number, answer: (lists: Lists) => Synthesis): Synthesis {
  let lists = whole;
  let fitted = answer(lists);
  while (estimateTokens(JSON.stringify(fitted)) > maxTokens) {
    const cut = LISTS.find((name) => lists[name].length > 1) ?? LISTS.find((name) => lists[name].length > 0);
    if (cut === undefined) break;
    lists = { ...lists, [cut]: lists[cut].slice(0, -1) };
    fitted = answer(lists);
  }
  return fitted;
}
