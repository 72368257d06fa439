import { FLAGS } from '../flags.ts';
import { UsageError } from '../read-flags.ts';
import type { Command } from './command.ts';
import { chosenStore, withStore } from './open-store.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const AT_ONCE = 256;

export const remove: Command = {
  operands: 'ID…',
  flags: { transport: FLAGS.transport, collection: FLAGS.collection },
  about: `qis-mcp remove removes packets by their ids, expired ones too, and says which of them were there.
Removing again is no error. It makes no store where there is none.`,
  async run(call) {
    const ids = idsFrom(call.operands);
    await withStore(chosenStore(call), async (store) => {
      for (let start = 0; start < ids.length; start += AT_ONCE) {
        const some = ids.slice(start, start + AT_ONCE);
        const found = await store.get(some, { now: 0, includeExpired: true });
        await store.remove(some);
        const there = new Set(found.map(({ id }) => id));
        for (const id of some) call.output.say(`${there.has(id) ? 'removed' : 'not there'}  ${id}`);
      }
    });
    return 0;
  },
};

/** Every id once. Nothing is removed where one of them is none. */
function idsFrom(operands: readonly string[]): readonly string[] {
  if (operands.length === 0) throw new UsageError('The ids of packets are needed');
  const ids = operands.map((operand) => operand.toLowerCase());
  const wrong = ids.findIndex((id) => !UUID.test(id));
  if (wrong === -1) return [...new Set(ids)];
  throw new UsageError(
    `Argument ${wrong + 1} of ${ids.length} is no id of a packet, which is a UUID. Nothing was removed`,
  );
}
