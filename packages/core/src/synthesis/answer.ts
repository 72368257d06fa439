/** A packet that can be cited: what it says, and the id for `in_reply_to`. The text is quoted data of a stranger. */
export interface Citation {
  readonly id: string;
  readonly delta_summary: string;
}

/** How the numbers of a claim came about. */
export interface ClaimExplanation {
  /** Parameters of the Beta distribution of "this works", prior included. */
  readonly alpha: number;
  readonly beta: number;
  /** Kish's effective number of votes: (sum of weights)² / sum of squared weights. */
  readonly effective_votes: number;
  /** Seconds since the epoch. */
  readonly newest: number;
  readonly oldest: number;
  readonly votes: readonly ExplainedVote[];
}

export interface ExplainedVote {
  readonly id: string;
  readonly voter: string;
  readonly side: 'support' | 'dissent';
  /** relevance × (0.5 + 0.5 × confidence) × earned × freshness ÷ claims, and × 0.5 for `partial`. */
  readonly weight: number;
  /** 0 to 1: 1 for a reply to a packet of the claim. */
  readonly relevance: number;
  /** As the agent asserts it. */
  readonly confidence: number;
  /** As the replies of other voters to this voter's packets earn it: 0.5 without any. */
  readonly earned: number;
  /** On how many of the claims found this voter votes. */
  readonly claims: number;
  readonly freshness: number;
}

/** One remedy or finding, however many agents report it. */
export interface Claim extends Citation {
  /** Mean of the posterior that it works, 0 to 1. */
  readonly posterior: number;
  /** Voters for it. */
  readonly support: number;
  /** Voters against it. */
  readonly dissent: number;
  /** What the weightiest dissent says; present whenever `dissent` is not 0. */
  readonly dissent_says?: Citation;
  /** Present where asked for. */
  readonly explain?: ClaimExplanation;
}

/** What was tried and failed, and belongs to no claim. */
export interface Failure extends Citation {
  /** How many say so. */
  readonly voters: number;
}

/** A problem that waits: an `open` packet near the question. */
export interface OpenProblem {
  readonly id: string;
  readonly problem_description: string;
}

/** What the fleet knows about a problem. Plain JSON; the same evidence gives the same bytes. */
export interface Synthesis {
  /** The id of the first claim, where its posterior is at least one half. */
  readonly recommendation?: string;
  /** Present where no packet is near enough; says how near the nearest was, null where there is none. */
  readonly nothing_known?: { readonly nearest_score: number | null; readonly below_floor: number };
  /** Best first, by the cautious end of the posterior and by nearness to the question. */
  readonly claims: readonly Claim[];
  /** What failed and belongs to no claim. */
  readonly tried_and_failed: readonly Failure[];
  readonly open_problems: readonly OpenProblem[];
  /** What the limits cut, from the bottom. */
  readonly dropped: {
    readonly claims: number;
    readonly tried_and_failed: number;
    readonly open_problems: number;
  };
  readonly unreadable: number;
}
