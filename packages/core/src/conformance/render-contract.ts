import type { Clause } from './clause.ts';

const INTRODUCTION = `# The contract of a transport

What every transport promises to those who use it, clause by clause. Each clause is a test: \`@qis/core/conformance\` runs
them against any transport, and for each of them there is a broken transport that fails it. Where a clause needs a
capability, transports that do not declare it are tested by what the contract says of its absence.

A transport's test is this, with any test runner:

\`\`\`ts
import { runClause, selectClauses, type TransportUnderTest } from '@qis/core/conformance';

const mine: TransportUnderTest = {
  capabilities: { durable: true, replies: true },
  createCollection: () => {
    const name = \`conformance-\${crypto.randomUUID()}\`;
    return { connect: () => new MyTransport(client, name), discard: () => client.drop(name) };
  },
};

const { run, skipped } = selectClauses(mine.capabilities);
for (const clause of run) it(\`\${clause.id}: \${clause.sentence}\`, () => runClause(clause, mine));
for (const { clause, reason } of skipped) it.skip(\`\${clause.id}: \${reason}\`);
\`\`\`

This file is written by \`node scripts/render-contract.ts\`; change the clauses, not the file.
`;

/** The part of an id before the dot, and what it is about. */
const SECTIONS: Readonly<Record<string, string>> = {
  open: 'Opening a collection',
  write: 'Writing records',
  search: 'Searching by meaning',
  filter: 'Filtering, in `search` and `scan`',
  expiry: 'Time and expiry',
  scan: 'Scanning everything',
  get: 'Getting by id',
  remove: 'Removing',
  stats: 'Statistics',
  close: 'Closing',
  classify: 'Classifying errors',
  signal: 'Abort signals',
  replies: 'The capability `replies`',
  durable: 'The capability `durable`',
  embeds: 'The capability `embeds`',
  reembeds: 'The capability `reembeds`',
};

/** The contract as a Markdown document, a table for each verb. */
export function renderContract(clauses: readonly Clause[]): string {
  const prefixes = [...new Set(clauses.map(prefixOf))];
  const sections = prefixes.map((prefix) => {
    const rows = clauses.filter((clause) => prefixOf(clause) === prefix).map(renderRow);
    return `## ${SECTIONS[prefix] ?? prefix}\n\n| clause | promise | applies to |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return [INTRODUCTION, ...sections].join('\n');
}

function renderRow(clause: Clause): string {
  const applies = [
    ...(clause.needs ? [`with \`${clause.needs}\``] : []),
    ...(clause.lacks ? [`without \`${clause.lacks}\``] : []),
  ];
  const sentence = clause.sentence.replaceAll('|', '\\|');
  return `| \`${clause.id}\` | ${sentence} | ${applies.join(', ') || 'all'} |`;
}

function prefixOf(clause: Clause): string {
  return clause.id.slice(0, clause.id.indexOf('.'));
}
