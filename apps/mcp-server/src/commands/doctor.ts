import { OutcomeError } from '@qis/core';
import type { Finding } from '@qis/sqlite';
import { DEFAULT_EMBEDDER } from '../embedders.ts';
import { FLAGS } from '../flags.ts';
import { embedderOf, type Given } from '../read-flags.ts';
import { sqlitePath } from '../sqlite-path.ts';
import { isGateway, type TransportChoice } from '../transports.ts';
import { columns } from './columns.ts';
import type { Command, Output } from './command.ts';
import { compareEmbedder } from './compare-embedder.ts';
import { makeEmbedder } from './open-embedder.ts';
import { chosenStore, withStore } from './open-store.ts';

export const doctor: Command = {
  operands: '',
  flags: { transport: FLAGS.transport, collection: FLAGS.collection, embedder: FLAGS.embedder },
  about: `qis-mcp doctor looks a store over without changing it: whether it is sound, whether its packets were
embedded by the chosen embedder, and what would be slow. One line a finding: ok, note (works, but could be
quicker, smaller or safer) or WRONG. Servers may go on meanwhile.`,
  async run(call) {
    const choice = chosenStore(call);
    const standard = { value: DEFAULT_EMBEDDER, source: '--embedder' };
    const embedder = call.values.embedder ?? (isGateway(choice.url) ? undefined : standard);
    if (embedder) embedderOf(embedder);
    const findings = await examine(choice);
    if (embedder && canBeOpened(findings))
      findings.push(await examineEmbedder(choice, embedder, call.output));
    const rows = findings.map(({ severity, subject, text }) => [
      severity === 'wrong' ? 'WRONG' : severity,
      subject,
      text,
    ]);
    for (const line of columns(rows)) call.output.say(line);
    return findings.some(isWrong) ? 1 : 0;
  },
};

function isWrong({ severity }: Finding): boolean {
  return severity === 'wrong';
}

/** As it is: to open a store of an older schema would change it. */
function canBeOpened(findings: readonly Finding[]): boolean {
  return findings.every(
    ({ subject, severity }) => severity === 'ok' || (severity === 'note' && subject !== 'schema'),
  );
}

async function examine(choice: TransportChoice): Promise<Finding[]> {
  const { url, collection } = choice;
  const now = Date.now() / 1_000;
  if (url.protocol === 'sqlite:') {
    const { examineStore } = await import('@qis/sqlite');
    return [...(await examineStore({ path: sqlitePath(url), collection, now }))];
  }
  const finding = await tried('store', async () => {
    const { packets, details } = await withStore(choice, (store) => store.stats({ now }));
    const told = Object.entries(details).map(([name, value]) => `, ${name} ${value}`);
    return { severity: 'ok', subject: 'store', text: `It answers: ${packets} live packets${told.join('')}.` };
  });
  return [finding];
}

function examineEmbedder(choice: TransportChoice, given: Given, output: Output): Promise<Finding> {
  return tried('embedder', () =>
    withStore(choice, async (store) => {
      const { fingerprint } = await store.open();
      const embedder = await makeEmbedder(embedderOf(given), output);
      const opened = await embedder.open();
      await embedder.close();
      return compareEmbedder(given.value, opened, fingerprint, store.capabilities.reembeds === true);
    }),
  );
}

/** What fails is a finding, too. */
async function tried(subject: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!OutcomeError.isInstance(error)) throw error;
    return { severity: 'wrong', subject, text: `${error.message} (${error.code})` };
  }
}
