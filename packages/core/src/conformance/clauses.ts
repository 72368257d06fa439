import type { Clause } from './clause.ts';
import { durableClauses } from './clauses/durable.ts';
import { embedsClauses } from './clauses/embeds.ts';
import { expiryClauses } from './clauses/expiry.ts';
import { filterClauses } from './clauses/filter.ts';
import { filterTogetherClauses } from './clauses/filter-together.ts';
import { getClauses } from './clauses/get.ts';
import { classifyClauses, closeClauses, signalClauses } from './clauses/lifecycle.ts';
import { openClauses } from './clauses/open.ts';
import { reembedsClauses } from './clauses/reembeds.ts';
import { removeClauses } from './clauses/remove.ts';
import { repliesClauses } from './clauses/replies.ts';
import { scanClauses } from './clauses/scan.ts';
import { searchClauses } from './clauses/search.ts';
import { statsClauses } from './clauses/stats.ts';
import { writeClauses } from './clauses/write.ts';
import { writeAtOnceClauses } from './clauses/write-at-once.ts';
import { writeVectorClauses } from './clauses/write-vectors.ts';

/** The whole contract, in the order of the interface. */
export const clauses: readonly Clause[] = [
  ...openClauses,
  ...writeClauses,
  ...writeAtOnceClauses,
  ...writeVectorClauses,
  ...searchClauses,
  ...filterClauses,
  ...filterTogetherClauses,
  ...expiryClauses,
  ...scanClauses,
  ...getClauses,
  ...removeClauses,
  ...statsClauses,
  ...closeClauses,
  ...classifyClauses,
  ...signalClauses,
  ...repliesClauses,
  ...durableClauses,
  ...embedsClauses,
  ...reembedsClauses,
];
