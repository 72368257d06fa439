import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidence, type Report } from '../../test/evidence.ts';
import { claimAgainst, groupClaims } from './claims.ts';
import { type Statement, toStatement } from './likeness.ts';

async function statementsOf(
  says: readonly string[],
  more: Partial<Report> = {},
): Promise<readonly Statement[]> {
  const { hits, summaries } = await evidence(
    says.map((each, i) => ({ voter: `v${i}`, says: each, ...more })),
  );
  return hits.map((hit) => toStatement(hit, summaries));
}

const textsOf = (groups: readonly (readonly Statement[])[]): string[][] =>
  groups.map((group) => group.map(({ hit }) => hit.packet.delta_summary).sort()).sort();

describe('groups of statements', () => {
  const says = [
    'served the full certificate chain',
    'served the certificate chain in full',
    'certificate chain served to clients',
    'restarted the nginx service',
    'nginx service restarted again',
    'raised the timeout of the service',
    'lowered the timeout of the service',
    '',
    '',
  ];

  it('hold those that say the same, contraries and blanks apart as they are', async () => {
    expect(textsOf(groupClaims(await statementsOf(says)))).toEqual(
      [
        [says[7], says[8]],
        [says[2], says[1], says[0]].sort(),
        [says[3], says[4]].sort(),
        [says[5]],
        [says[6]],
      ].sort(),
    );
  });

  it('are the same whatever the order of the statements', async () => {
    const statements = await statementsOf(says);
    const expected = groupClaims(statements);
    fc.assert(
      fc.property(fc.shuffledSubarray([...statements], { minLength: statements.length }), (shuffled) => {
        expect(groupClaims(shuffled)).toEqual(expected);
      }),
    );
  });

  it('need statements that are near on average, not one by one in a chain', async () => {
    const chain = ['a b c d', 'c d e f', 'e f g h', 'g h i j'];
    expect(textsOf(groupClaims(await statementsOf(chain)))).toEqual([chain.slice(0, 2), chain.slice(2)]);
  });
});

describe('a failure that names no packet', () => {
  it('speaks against the claim that its words match most, and against none where no claim does', async () => {
    const groups = groupClaims(
      await statementsOf(['served the certificate chain', 'restarted nginx', 'raised the timeout']),
    );
    const [failure, other, contrary] = await statementsOf([
      'served the certificate chain again, no change',
      'moved to another continent',
      'lowered the timeout',
    ]);
    const against = (statement: Statement | undefined): string | undefined =>
      statement && claimAgainst(statement, groups)?.[0]?.hit.packet.delta_summary;
    expect(against(failure)).toBe('served the certificate chain');
    expect(against(other)).toBeUndefined();
    expect(against(contrary)).toBeUndefined();
  });
});
