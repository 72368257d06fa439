import { type Embedder, type Hit, type OutcomePacket, synthesizeEvidence } from '@qis/core';
import type { AdvicePair, Remedies } from './corpus.ts';

/** Two summaries, found on one problem unless said otherwise, and whether one claim should hold both. */
interface Pair {
  readonly kind: 'same' | 'different' | 'other_problem' | 'opposite';
  readonly a: Said;
  readonly b: Said;
}

interface Said {
  readonly problem: string;
  readonly summary: string;
  readonly outcome_type?: OutcomePacket['outcome_type'];
}

export interface PairFigures {
  /** Of pairs put into one claim, the share that says the same; of pairs that say the same, the share in one claim. */
  readonly precision: number;
  readonly recall: number;
  /** Pairs of each kind, and how many were put into one claim. */
  readonly kinds: Readonly<Record<Pair['kind'], { readonly pairs: number; readonly merged: number }>>;
  /** Pairs in like words, by themselves. */
  readonly like_words: Readonly<
    Record<AdvicePair['relation'], { readonly pairs: number; readonly merged: number }>
  >;
  /** Reports of failure beside advice: how many were counted against it. */
  readonly failures: {
    readonly of_this_advice: { readonly pairs: number; readonly counted: number };
    readonly of_other_advice: { readonly pairs: number; readonly counted: number };
  };
}

const NOW = 1_763_000_000;

/** Puts pairs of packets through the synthesis, each pair alone. */
export async function measurePairs(
  corpus: readonly Remedies[],
  likeWords: readonly AdvicePair[],
  embedder: Embedder,
): Promise<PairFigures> {
  const kinds = { same: none(), different: none(), other_problem: none(), opposite: none() };
  for (const { kind, a, b } of corpus.flatMap((each, i) => pairsOf(each, corpus[(i + 1) % corpus.length]))) {
    kinds[kind].pairs++;
    if ((await synthesisOf(a, b, embedder)).claims.length === 1) kinds[kind].merged++;
  }
  const like_words = { same: none(), opposite: none() };
  for (const { relation, a, b } of likeWords) {
    const problem = 'the same problem';
    like_words[relation].pairs++;
    const { claims } = await synthesisOf({ problem, summary: a }, { problem, summary: b }, embedder);
    if (claims.length === 1) like_words[relation].merged++;
  }
  const merged = Object.values(kinds).reduce((sum, kind) => sum + kind.merged, 0);
  return {
    precision: kinds.same.merged / merged,
    recall: kinds.same.merged / kinds.same.pairs,
    kinds,
    like_words,
    failures: await measureFailures(corpus, embedder),
  };
}

async function measureFailures(
  corpus: readonly Remedies[],
  embedder: Embedder,
): Promise<PairFigures['failures']> {
  const [mine, others] = [
    { pairs: 0, counted: 0 },
    { pairs: 0, counted: 0 },
  ];
  for (const { problems, right, wrong, failed } of corpus) {
    for (const summary of failed) {
      const failure: Said = { problem: problems[1] ?? '', summary, outcome_type: 'contradicted' };
      for (const [tally, advice] of [
        [mine, wrong[0] ?? []],
        [others, [...right, ...(wrong[1] ?? [])]],
      ] as const) {
        for (const each of advice) {
          const { claims } = await synthesisOf(
            { problem: problems[2] ?? '', summary: each },
            failure,
            embedder,
          );
          tally.pairs++;
          tally.counted += claims[0]?.dissent ?? 0;
        }
      }
    }
  }
  return { of_this_advice: mine, of_other_advice: others };
}

function pairsOf(
  { problems, right, wrong, opposite }: Remedies,
  other: Remedies | undefined,
): readonly Pair[] {
  const all = (kind: Pair['kind'], as: readonly string[], bs: readonly string[], from = problems): Pair[] =>
    as.flatMap((a, i) =>
      bs
        .filter((_, j) => as !== bs || i < j)
        .map((b, j): Pair => {
          const [at, of] = [problems[i % 3] ?? '', from[(i + j + 1) % 3] ?? ''];
          return { kind, a: { problem: at, summary: a }, b: { problem: of, summary: b } };
        }),
    );
  const [first = [], second = []] = wrong;
  return [
    ...all('same', right, right),
    ...all('same', first, first),
    ...all('same', second, second),
    ...all('different', right, [...first, ...second]),
    ...all('different', first, second),
    ...all('opposite', right, opposite),
    ...(other ? all('other_problem', right, other.right, other.problems) : []),
  ];
}

async function synthesisOf(a: Said, b: Said, embedder: Embedder) {
  const hits = await Promise.all([a, b].map((said, i) => hitOf(said, i, embedder)));
  const summaries = new Map<string, Float32Array>();
  for (const { summary } of [a, b]) summaries.set(summary, await vectorOf(summary, embedder));
  return synthesizeEvidence({
    hits,
    replies: [],
    summaries,
    unreadable: 0,
    floor: { rule: 'none' },
    now: NOW,
  });
}

async function hitOf(
  { problem, summary, outcome_type = 'resolved' }: Said,
  i: number,
  embedder: Embedder,
): Promise<Hit> {
  const packet: OutcomePacket = {
    problem_description: problem,
    outcome_type,
    confidence: 1,
    delta_summary: summary,
    domain_tags: [],
    timestamp: NOW,
    agent_id: `agent-${i}`,
    ttl: 3_600,
  };
  const id = `00000000-0000-8000-8000-00000000000${i}`;
  const vector = await vectorOf(problem, embedder);
  return { id, packet, voter: packet.agent_id, vector, expires_at: NOW + 3_600, score: 1 };
}

async function vectorOf(text: string, embedder: Embedder): Promise<Float32Array> {
  const [vector = new Float32Array()] = await embedder.embed([text]);
  return vector;
}

function none() {
  return { pairs: 0, merged: 0 };
}
