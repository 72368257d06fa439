// A process that holds the packets of a SQLite store in memory, for its size to be looked at.
//   node --conditions=@qis/source memory-process.ts STORE
import { MemoryTransport } from '@qis/memory';
import { SqliteTransport } from '@qis/sqlite';
import { untilGraphStands } from '../../crossover/recall.ts';
import { collectGarbage } from '../../sqlite/collect-garbage.ts';

const [path = ''] = process.argv.slice(2);
const PAGE = 500;

let stored: SqliteTransport | undefined = new SqliteTransport({ path });
const { fingerprint } = await stored.open({});
const transport = new MemoryTransport();
await transport.open(fingerprint ? { fingerprint } : {});
let cursor: string | undefined;
do {
  const filter = { now: 0 };
  const page = await stored.scan({ filter, limit: PAGE, withVectors: true, ...(cursor && { cursor }) });
  await transport.write(page.records);
  cursor = page.cursor;
} while (cursor !== undefined);
await stored.close();
stored = undefined;
await untilGraphStands(transport);
await collectGarbage();
process.stdout.write('ready\n');
for await (const _ of process.stdin);
await transport.close();
