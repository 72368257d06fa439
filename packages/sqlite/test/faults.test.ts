import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutcomePacket } from '@qis/core';
import { describe, expect, test } from 'vitest';
import { fileFaults } from './file-faults.ts';
import { CLOCK, packetOf } from './packets.ts';
import {
  builder,
  deposit,
  expectAnswersMeanwhile,
  expectBuilt,
  RECORDS,
  storeWithoutIndex,
} from './snapshot-crash.ts';
import { failureOf, SpawnedAgent } from './spawned-agent.ts';
import { endLease, indexFiles, readCollection } from './store-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

function packets(from: number, count: number): OutcomePacket[] {
  return Array.from({ length: count }, (_, i) => packetOf(from + i));
}

/** The ids that are there, for this agent and for one that comes now, and nothing is wrong with the file. */
async function expectStored(agent: SpawnedAgent, path: string, ids: readonly string[]): Promise<void> {
  const late = new SpawnedAgent({ path, now: CLOCK });
  for (const each of [agent, late]) {
    const { stored, faults } = await each.ask('audit', null);
    expect(faults).toEqual([]);
    expect(stored.map(({ id }) => id)).toEqual([...ids].sort());
  }
  await late.close();
  expect(await fileFaults(path)).toEqual([]);
}

// A limit on the size of files stands for a disk that is full: it needs no file system of its own.
describe.runIf(process.platform === 'linux')(
  'a disk that takes no more',
  () => {
    const giveRoom = (agent: SpawnedAgent): void => {
      execFileSync('prlimit', ['--pid', String(agent.pid), '--fsize=unlimited']);
    };

    test('refuses deposits, whole; the rest can be asked for, and when there is room deposits go on', async () => {
      const path = join(temporaryFolder(), 'outcomes.db');
      const agent = new SpawnedAgent({ path, now: CLOCK }, 400_000);
      const acknowledged: string[] = [];
      let refused: Promise<readonly string[]>;
      for (let n = 0; ; n += 20) {
        refused = agent.ask('deposit', packets(n, 20));
        const ids = await refused.catch(() => undefined);
        if (!ids) break;
        acknowledged.push(...ids);
      }
      expect(await failureOf(refused)).toMatchObject({ code: 'STORE_FULL', retryable: false });
      expect((await failureOf(refused)).message).toMatch(/look at its space, quota, file size limit/);
      expect(acknowledged.length).toBeGreaterThan(100);
      await expectStored(agent, path, acknowledged);
      giveRoom(agent);
      acknowledged.push(...(await agent.ask('deposit', packets(acknowledged.length, 20))));
      await expectStored(agent, path, acknowledged);
      await agent.close();
    });

    test.each([1_024, 16_384])(
      'at %i bytes lets no store be made or opened, until there is room',
      async (bytes) => {
        const folder = temporaryFolder();
        const older = join(folder, 'older.db');
        const first = new SpawnedAgent({ path: older, now: CLOCK });
        const acknowledged = [...(await first.ask('deposit', packets(0, 20)))];
        await first.close();
        for (const [path, there] of [
          [older, acknowledged],
          [join(folder, 'new.db'), []],
        ] as const) {
          const agent = new SpawnedAgent({ path, now: CLOCK }, bytes);
          expect(await failureOf(agent.ask('deposit', packets(20, 5)))).toMatchObject({ code: 'STORE_FULL' });
          giveRoom(agent);
          const more = await agent.ask('deposit', packets(20, 5));
          await expectStored(agent, path, [...there, ...more]);
          await agent.close();
        }
      },
    );

    test.each([
      ['half of it', (whole: number) => whole / 2],
      ['all but its last bytes', (whole: number) => whole - 600],
    ])(
      'for an index file but %s leaves searches exact and no remains, and it is built when there is room',
      async (_, room) => {
        const path = await storeWithoutIndex();
        const measured = await storeWithoutIndex();
        const unlimited = builder(measured);
        await expectBuilt(unlimited, measured, RECORDS);
        const whole = statSync(join(dirname(measured), readCollection(measured).file ?? '')).size;
        await unlimited.close();

        const agent = builder(path, room(whole));
        await agent.ask('audit', null);
        expect([indexFiles(path), readCollection(path).file]).toEqual([[], null]);
        await expectAnswersMeanwhile(agent, path);
        expect(await agent.ask('details', null)).toMatchObject({ index: 'exact', snapshot: 'failed' });
        expect(agent.stderr).toMatch(/QIS_SNAPSHOT_FAILED.*searches stay exact/);
        giveRoom(agent);
        await deposit(agent, RECORDS, RECORDS + 1);
        endLease(path);
        const next = builder(path);
        await expectBuilt(next, path, RECORDS + 1);
        await next.close();
        await agent.ask('close', null);
      },
    );
  },
  60_000,
);
