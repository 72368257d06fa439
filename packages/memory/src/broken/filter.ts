import { matchesFilter } from '@qis/core';
import type { TransportUnderTest } from '@qis/core/conformance';
import { memory } from './honest.ts';
import { broken, everything, filtering, keeping, stored } from './overriding.ts';

export const brokenFilter: Readonly<Record<string, TransportUnderTest>> = {
  /** All of the tags. */
  'filter.domain-tags': broken(
    memory,
    () => (store) =>
      keeping(store, ({ domainTags = [] }, { packet }) =>
        domainTags.every((tag) => packet.domain_tags.includes(tag)),
      ),
  ),
  /** More than, not at least. */
  'filter.min-confidence': broken(
    memory,
    () => (store) =>
      keeping(store, ({ minConfidence = -1 }, { packet }) => packet.confidence > minConfidence),
  ),
  /** The first type alone. */
  'filter.outcome-types': broken(
    memory,
    () => (store) =>
      keeping(
        store,
        ({ outcomeTypes }, { packet }) => !outcomeTypes || packet.outcome_type === outcomeTypes[0],
      ),
  ),
  /** Whoever begins so. */
  'filter.agent-id': broken(
    memory,
    () => (store) =>
      filtering(
        store,
        ({ agentId: _, ...filter }) => filter,
        ({ agentId }, { packet }) =>
          agentId === undefined ||
          (agentId === '' ? packet.agent_id === '' : packet.agent_id.startsWith(agentId)),
      ),
  ),
  /** Takes an empty text for an absent one. */
  'filter.agent-id-empty': broken(
    memory,
    () => (store) =>
      filtering(store, ({ agentId, ...filter }) => (agentId ? { ...filter, agentId } : filter)),
  ),
  /** What has no agent is unequal to nothing. */
  'filter.not-agent-id': broken(
    memory,
    () => (store) => keeping(store, ({ notAgentId }, { packet }) => !notAgentId || packet.agent_id !== ''),
  ),
  /** Takes an empty text for an absent one. */
  'filter.not-agent-id-empty': broken(
    memory,
    () => (store) =>
      filtering(store, ({ notAgentId, ...filter }) => (notAgentId ? { ...filter, notAgentId } : filter)),
  ),
  /** Leaves the empty voter out of the list. */
  'filter.voters': broken(
    memory,
    () => (store) => keeping(store, ({ voters }, { voter }) => !voters || voter !== ''),
  ),
  /** What has no voter is not known to be another. */
  'filter.not-voters': broken(
    memory,
    () => (store) => keeping(store, ({ notVoters }, { voter }) => !notVoters || voter !== ''),
  ),
  /** After, not at or after. */
  'filter.since': broken(
    memory,
    () => (store) => keeping(store, ({ since = -1 }, { packet }) => packet.timestamp > since),
  ),
  /** Folds case. */
  'filter.whole-texts': broken(
    memory,
    () => (store) =>
      filtering(
        store,
        ({ domainTags: _, ...filter }) => filter,
        ({ domainTags }, { packet }) => {
          const tags = packet.domain_tags.map((tag) => tag.toLowerCase());
          return !domainTags || domainTags.some((tag) => tags.includes(tag.toLowerCase()));
        },
      ),
  ),
  /** One condition on the author at a time. */
  'filter.combines': broken(
    memory,
    () => (store) =>
      filtering(store, ({ notVoters, ...filter }) =>
        notVoters && filter.agentId === undefined ? { ...filter, notVoters } : filter,
      ),
  ),
  /** The server takes lists of 100. */
  'filter.takes-long-lists': broken(
    memory,
    () => (store) =>
      filtering(store, (filter) => {
        const short = Object.entries(filter).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.slice(0, 100) : value,
        ]);
        return Object.fromEntries(short) as typeof filter;
      }),
  ),
  /** Filters ten times as many as are wanted. */
  'filter.costs-no-hits': broken(memory, () => (store) => ({
    search: async (query) => {
      const { now, includeExpired = false } = query.filter;
      const { hits } = await store.search({
        ...query,
        limit: query.limit * 10,
        filter: { now, includeExpired },
      });
      return {
        hits: hits.filter((hit) => matchesFilter(query.filter, hit)).slice(0, query.limit),
        unreadable: 0,
      };
    },
  })),
  /** Forgets one condition where it meets another. */
  'filter.agrees-with-reference': broken(
    memory,
    () => (store) =>
      filtering(store, ({ outcomeTypes, ...filter }) =>
        outcomeTypes && !filter.includeExpired ? { ...filter, outcomeTypes } : filter,
      ),
  ),
  /** A graph that misses the nearest now and then. */
  'filter.nearest-of-those': broken(memory, () => (store) => ({
    search: async (query) => {
      const { hits, unreadable } = await store.search({ ...query, limit: query.limit + 1 });
      const missed = (query.filter.voters ?? query.filter.notVoters) && hits.length > query.limit;
      return { hits: missed ? hits.slice(1) : hits.slice(0, query.limit), unreadable };
    },
  })),
  /** Dies with the last second. */
  'expiry.inclusive': broken(
    memory,
    () => (store) =>
      keeping(
        store,
        ({ now, includeExpired }, { expires_at }) => includeExpired === true || expires_at > now,
      ),
  ),
  /** Throws the expired out after the search. */
  'expiry.takes-no-place': broken(memory, () => (store) => ({
    search: async (query) => {
      const { hits, unreadable } = await store.search({
        ...query,
        filter: { ...query.filter, includeExpired: true },
      });
      return { hits: hits.filter((hit) => matchesFilter(query.filter, hit)), unreadable };
    },
  })),
  'expiry.include-expired': broken(memory, () => (store) => ({
    search: ({ filter: { includeExpired: _, ...filter }, ...query }) => store.search({ ...query, filter }),
  })),
  /** Sweeps what the reader does not see. */
  'expiry.by-callers-clock': broken(memory, () => (store) => ({
    search: async (query) => {
      const expired = (await everything(store)).filter(
        (record) => record.expires_at + 50_000 < query.filter.now,
      );
      await store.remove(expired.map(({ id }) => id));
      return store.search(query);
    },
  })),
  /** Sweeps after half an hour. */
  'expiry.keeps-an-hour': broken(memory, () => (store) => ({
    write: async (records) => {
      const newest = Math.max(...records.map(({ packet }) => packet.timestamp));
      const expired = (await everything(store)).filter((record) => record.expires_at + 1_800 < newest);
      await store.remove(expired.map(({ id }) => id));
      await store.write(records);
    },
  })),
  /** Counts the life of a record from its first deposit. */
  'expiry.renewed': broken(memory, () => (store) => {
    const first = new Map<string, number>();
    return {
      write: async (records) => {
        for (const { id, expires_at } of records) if (!(await stored(store, id))) first.set(id, expires_at);
        await store.write(records);
      },
      ...keeping(
        store,
        ({ now, includeExpired }, { id }) => includeExpired === true || (first.get(id) ?? 0) >= now,
      ),
    };
  }),
  /** Knows the first id alone. */
  'replies.filter': broken(
    memory,
    () => (store) =>
      filtering(store, ({ inReplyTo, ...filter }) =>
        inReplyTo ? { ...filter, inReplyTo: inReplyTo.slice(0, 1) } : filter,
      ),
  ),
};
