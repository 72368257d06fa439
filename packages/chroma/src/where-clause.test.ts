import { expect, it } from 'vitest';
import { whereOf } from './where-clause.ts';

const NOW = 1_763_900_000;
const live = { expires_rank: { $gte: NOW * 2 ** 22 } };

it('restricts nothing where everything passes', () => {
  expect(whereOf({ now: NOW, includeExpired: true })).toBeUndefined();
});

it('lists nothing where there is one condition: Chroma takes no list of one', () => {
  expect(whereOf({ now: NOW })).toEqual(live);
  expect(whereOf({ now: NOW, includeExpired: true, domainTags: ['a'] })).toEqual({ 'tag:a': true });
  expect(whereOf({ now: NOW, includeExpired: true, domainTags: ['a', 'a'] })).toEqual({ 'tag:a': true });
});

it('names one key on each level', () => {
  expect(whereOf({ now: NOW, domainTags: ['a', '$or'], notAgentId: 'x#1', inReplyTo: ['1', '2'] })).toEqual({
    $and: [
      live,
      { $or: [{ 'tag:a': true }, { 'tag:$or': true }] },
      { agent_id: { $ne: 'x#1' } },
      { $or: [{ 'reply:1': true }, { 'reply:2': true }] },
    ],
  });
});
