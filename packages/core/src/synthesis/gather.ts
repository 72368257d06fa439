import type { Filter } from '../filter.ts';
import type { CallOptions, Hit, OutcomeRecord, OutcomeTransport, SearchQuery } from '../transport.ts';

/** Most hits that a synthesis weighs. */
const MAX_EVIDENCE = 64;
/** Most hits of one voter among them, so that one loud voter cannot fill the table before anybody votes. */
const MAX_HITS_PER_VOTER = 3;

const REPLIES_PER_PAGE = 256;

/** What a synthesis weighs, as the store gave it. */
export interface GatheredEvidence {
  /** With vectors, in any order. */
  readonly hits: readonly Hit[];
  /** Live packets that reply to any of the hits, the asking agent's own among them. */
  readonly replies: readonly OutcomeRecord[];
  /** The largest number of unreadable records that one search met. */
  readonly unreadable: number;
}

/** Fetches the nearest packets, asking again without the voters that have had their share, and the replies to them. */
export async function gatherEvidence(
  transport: OutcomeTransport,
  meaning: Pick<SearchQuery, 'vector' | 'text'>,
  filter: Filter,
  options: CallOptions,
): Promise<GatheredEvidence> {
  const byVoter = new Map<string, Map<string, Hit>>();
  let unreadable = 0;
  let count = 0;
  for (;;) {
    const full = [...byVoter].filter(([, hits]) => hits.size >= MAX_HITS_PER_VOTER).map(([voter]) => voter);
    const page = await transport.search(
      { ...meaning, limit: MAX_EVIDENCE, withVectors: true, filter: { ...filter, notVoters: full } },
      options,
    );
    unreadable = Math.max(unreadable, page.unreadable);
    const before = count;
    for (const hit of page.hits) {
      const ofVoter = byVoter.get(hit.voter) ?? new Map<string, Hit>();
      byVoter.set(hit.voter, ofVoter);
      if (count >= MAX_EVIDENCE || ofVoter.has(hit.id) || ofVoter.size >= MAX_HITS_PER_VOTER) continue;
      ofVoter.set(hit.id, hit);
      count++;
    }
    // A short page held all there is; a page with nothing new means that the store ignores the filter.
    if (count >= MAX_EVIDENCE || page.hits.length < MAX_EVIDENCE || count === before) break;
  }
  const hits = [...byVoter.values()].flatMap((ofVoter) => [...ofVoter.values()]);
  return { hits, replies: await repliesTo(transport, hits, filter.now, options), unreadable };
}

async function repliesTo(
  transport: OutcomeTransport,
  hits: readonly Hit[],
  now: number,
  options: CallOptions,
): Promise<readonly OutcomeRecord[]> {
  if (!transport.capabilities.replies || hits.length === 0) return [];
  const filter: Filter = { now, inReplyTo: hits.map((hit) => hit.id) };
  const replies: OutcomeRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await transport.scan(
      { filter, limit: REPLIES_PER_PAGE, ...(cursor && { cursor }) },
      options,
    );
    replies.push(...page.records);
    cursor = page.cursor;
  } while (cursor);
  return replies;
}
