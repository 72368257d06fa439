import { describe, expect, it } from 'vitest';
import type { TransportCapabilities } from '../transport.ts';
import { clauses } from './clauses.ts';
import { renderContract } from './render-contract.ts';
import { selectClauses } from './select-clauses.ts';

describe('clauses', () => {
  it('have ids of their own, a subject and a promise each', () => {
    const ids = clauses.map((clause) => clause.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
  });

  it('are one sentence each', () => {
    for (const { sentence } of clauses) expect(sentence).toMatch(/^[^\n]+\.$/);
    expect(new Set(clauses.map((clause) => clause.sentence)).size).toBe(clauses.length);
  });
});

describe('selectClauses', () => {
  it.each<TransportCapabilities>([
    {},
    { replies: true },
    { durable: true, embeds: true, replies: true },
    { durable: false },
  ])('sorts every clause into one of two lists for %j', (capabilities) => {
    const { run, skipped } = selectClauses(capabilities);
    const all = [...run, ...skipped.map(({ clause }) => clause)];
    expect(all.length).toBe(clauses.length);
    expect(new Set(all)).toEqual(new Set(clauses));
    for (const { needs, lacks } of run) {
      if (needs) expect(capabilities[needs]).toBe(true);
      if (lacks) expect(capabilities[lacks] ?? false).toBe(false);
    }
  });

  it('says why a clause is skipped', () => {
    const { skipped } = selectClauses({ replies: true });
    const reasons = Object.fromEntries(skipped.map(({ clause, reason }) => [clause.id, reason]));
    expect(reasons['durable.survives-close']).toBe('the transport does not declare `durable`');
    expect(reasons['replies.absent-write-refused']).toBe('the transport declares `replies`');
  });

  it('specifies the absence of every capability', () => {
    for (const capability of ['embeds', 'durable', 'replies'] as const) {
      expect(clauses.some((clause) => clause.needs === capability)).toBe(true);
      expect(clauses.some((clause) => clause.lacks === capability)).toBe(true);
    }
  });
});

describe('renderContract', () => {
  const contract = renderContract(clauses);

  it('shows every clause once, with its sentence', () => {
    const rows = contract.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.length).toBe(clauses.length);
    for (const { id, sentence } of clauses)
      expect(rows.filter((row) => row.startsWith(`| \`${id}\` | ${sentence}`))).toHaveLength(1);
  });

  it('has a heading in words for every subject', () => {
    const headings = contract.split('\n').filter((line) => line.startsWith('## '));
    const subjects = [...new Set(clauses.map(({ id }) => id.split('.')[0]))];
    expect(headings.length).toBe(subjects.length);
    for (const subject of subjects) expect(headings).not.toContain(`## ${subject}`);
  });

  it('says to which transports a clause applies', () => {
    const run = async (): Promise<void> => undefined;
    const table = renderContract([
      { id: 'a.b', sentence: 'One | two.', needs: 'durable', lacks: 'embeds', run },
      { id: 'a.c', sentence: 'Three.', run },
    ]);
    expect(table).toContain(
      '| `a.b` | One \\| two. | with `durable`, without `embeds` |\n| `a.c` | Three. | all |',
    );
  });
});
