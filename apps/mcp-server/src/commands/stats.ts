import { resolve } from 'node:path';
import { describeFingerprint } from '@qis/core';
import { FLAGS } from '../flags.ts';
import { sqlitePath } from '../sqlite-path.ts';
import { columns } from './columns.ts';
import type { Command } from './command.ts';
import { chosenStore, withStore } from './open-store.ts';

export const stats: Command = {
  operands: '',
  flags: { transport: FLAGS.transport, collection: FLAGS.collection },
  about: `qis-mcp stats says what is in a store: live packets, the model that embedded them, and what its
kind of store can tell. It makes no store where there is none.`,
  async run(call) {
    const choice = chosenStore(call);
    await withStore(choice, async (store) => {
      const { fingerprint } = await store.open();
      const { packets, details } = await store.stats({ now: Date.now() / 1_000 });
      const rows = [
        ['transport', store.name],
        ...(choice.url.protocol === 'sqlite:' ? [['file', resolve(sqlitePath(choice.url))]] : []),
        ['collection', choice.collection],
        ['packets', `${packets} live`],
        ['fingerprint', fingerprint ? describeFingerprint(fingerprint) : 'none'],
        ...Object.entries(details).map(([name, value]) => [name, String(value)]),
      ];
      for (const line of columns(rows)) call.output.say(line);
    });
    return 0;
  },
};
