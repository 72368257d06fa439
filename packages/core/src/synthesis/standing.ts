import type { OutcomeRecord } from '../transport.ts';

/** What a voter's votes count without any record, 0 to 1. */
const PRIOR_EARNED = 0.5;
/** How many replies the prior weighs as much as. */
const PRIOR_REPLIES = 2;

/** The confidence that a voter's record earns, apart from the confidence that it asserts. */
export interface Standing {
  /** Other voters whose newest reply to this voter's packets says that they worked, and that they failed. */
  readonly confirmed: number;
  readonly disputed: number;
  /** 0 to 1: the share that was confirmed, shrunk to the prior while few have replied. */
  readonly earned: number;
}

const UNKNOWN: Standing = { confirmed: 0, disputed: 0, earned: PRIOR_EARNED };

/** Looks a voter up. */
export type Standings = (voter: string) => Standing;

/** Standings by the replies to these packets: each other voter counts once, by its newest reply; nobody confirms itself. */
export function readStandings(
  packets: readonly OutcomeRecord[],
  replies: readonly OutcomeRecord[],
): Standings {
  const authors = new Map(packets.map((record) => [record.id, record.voter]));
  const verdicts = new Map<string, Map<string, OutcomeRecord>>();
  for (const reply of replies) {
    if (reply.packet.outcome_type === 'open') continue;
    for (const id of reply.packet.in_reply_to ?? []) {
      const author = authors.get(id);
      if (author === undefined || author === reply.voter) continue;
      const byReplier = verdicts.get(author) ?? new Map<string, OutcomeRecord>();
      verdicts.set(author, byReplier);
      const other = byReplier.get(reply.voter);
      if (!other || isNewer(reply, other)) byReplier.set(reply.voter, reply);
    }
  }
  const standings = new Map(
    [...verdicts].map(([author, byReplier]) => [author, standing([...byReplier.values()])]),
  );
  return (voter) => standings.get(voter) ?? UNKNOWN;
}

function standing(verdicts: readonly OutcomeRecord[]): Standing {
  const disputed = verdicts.filter(({ packet }) => packet.outcome_type === 'contradicted').length;
  const confirmed = verdicts.length - disputed;
  const earned = (confirmed + PRIOR_EARNED * PRIOR_REPLIES) / (verdicts.length + PRIOR_REPLIES);
  return { confirmed, disputed, earned };
}

/** By timestamp, then by id: a total order, so that the order of arrival never matters. */
export function isNewer(a: OutcomeRecord, b: OutcomeRecord): boolean {
  const [timeA, timeB] = [a.packet.timestamp, b.packet.timestamp];
  return timeA !== timeB ? timeA > timeB : a.id < b.id;
}
