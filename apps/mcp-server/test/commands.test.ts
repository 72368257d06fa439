import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StaticEmbedder } from '@qis/embeddings/static';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, COMMANDS } from '../src/commands/commands.ts';
import { fillStore, idOf, readStore, record, records } from './records.ts';
import { runProgram } from './run-program.ts';
import { temporaryFolder } from './spawned.ts';

const database = (): string => join(temporaryFolder(), 'outcomes.db');

describe('stats', () => {
  it('says what is in a store, without loading an embedder', async () => {
    const path = database();
    await fillStore(path, [...records(3), record(3, { ttl: 1 })]);
    const { code, stdout, stderr } = await runProgram(['stats', '--transport', `sqlite:${path}`]);
    expect([code, stderr]).toEqual([0, '']);
    expect(
      Object.fromEntries(
        stdout
          .trim()
          .split('\n')
          .map((line) => line.split(/ {2,}/)),
      ),
    ).toMatchObject({
      transport: 'sqlite',
      file: path,
      collection: 'qis_outcome_packets',
      packets: '3 live',
      fingerprint: 'waves@1 (fp32, none, l2, 16)',
      bytes: expect.stringMatching(/^\d+$/),
    });
  });

  it('takes the variables of the server, and the file in the data folder', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'qis', 'outcomes.db');
    await fillStore(path, records(2));
    const { code, stdout } = await runProgram(['stats'], { env: { XDG_DATA_HOME: folder } });
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 live')]);
    const other = await runProgram(['stats'], { env: { XDG_DATA_HOME: folder, QIS_COLLECTION: 'team' } });
    expect(other).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('no collection team'),
    });
  });
});

describe('remove', () => {
  it('says which packets were there, expired ones too, and changes nothing the second time', async () => {
    const path = database();
    await fillStore(path, [record(0), record(0xab, { ttl: 1 }), record(2)]);
    const args = [
      'remove',
      '--transport',
      `sqlite:${path}`,
      idOf(0),
      idOf(0xab).toUpperCase(),
      idOf(9),
      idOf(0),
    ];
    expect(await runProgram(args)).toEqual({
      code: 0,
      stdout: `removed  ${idOf(0)}\nremoved  ${idOf(0xab)}\nnot there  ${idOf(9)}\n`,
      stderr: '',
    });
    expect((await readStore(path)).records).toEqual([expect.objectContaining({ id: idOf(2) })]);
    const again = await runProgram(args);
    expect(again).toMatchObject({ code: 0, stdout: expect.not.stringContaining('removed') });
    expect((await readStore(path)).records).toHaveLength(1);
  });

  it('removes nothing where an argument is no id', async () => {
    const path = database();
    await fillStore(path, [record(0)]);
    expect(await runProgram(['remove', '--transport', `sqlite:${path}`, idOf(0), 'hunter2'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'qis-mcp remove: Argument 2 of 2 is no id of a packet, which is a UUID. Nothing was removed. See qis-mcp remove --help.\n',
    });
    expect((await readStore(path)).records).toHaveLength(1);
  });
});

describe('doctor', () => {
  it('finds nothing wrong with a sound store that the embedder can use', async () => {
    const path = database();
    const embedder = new StaticEmbedder();
    const { fingerprint } = await embedder.open();
    await fillStore(path, [], fingerprint);
    const { code, stdout, stderr } = await runProgram(['doctor', '--transport', `sqlite:${path}`]);
    expect([code, stderr]).toEqual([0, '']);
    const subjects = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/).slice(0, 2).join(' '));
    expect(subjects).toContain('ok integrity');
    expect(subjects).toContain('ok embedder');
    expect(subjects.every((line) => /^(?:ok|note) /.test(line))).toBe(true);
  });

  it('says so where the embedder cannot use the store, and what to do', async () => {
    const path = database();
    await fillStore(path, records(3));
    const { code, stdout } = await runProgram(['doctor', '--transport', `sqlite:${path}`]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^WRONG +embedder .*embedded by waves@1 .*qis-mcp copy --embedder static/m);
  });

  it('says what is wrong where there is no store, or something else', async () => {
    const path = database();
    const missing = await runProgram(['doctor', '--transport', `sqlite:${path}`]);
    expect(missing).toMatchObject({ code: 1, stdout: expect.stringMatching(/^WRONG +file .*no file at/m) });
    writeFileSync(path, 'x'.repeat(10_000));
    const other = await runProgram(['doctor', '--transport', `sqlite:${path}`]);
    expect(other).toMatchObject({ code: 1, stdout: expect.stringMatching(/^WRONG +database /m) });
  });

  it('looks at other stores as far as it can', async () => {
    const { code, stdout } = await runProgram(['doctor', '--transport', 'memory:']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +store +It answers: 0 live packets, index exact/);
    expect(stdout).toMatch(/^ok +embedder +static is .*; the store says no model yet\.$/m);
  });
});

describe('a store that is not there', () => {
  it.each([['stats'], ['remove', idOf(0)], ['doctor'], ['copy', '--to', 'jsonl:-']])(
    'is not made by %s',
    async (command, ...others) => {
      const folder = temporaryFolder();
      const url = `sqlite:${join(folder, 'new', 'outcomes.db')}`;
      const flag = command === 'copy' ? '--from' : '--transport';
      const { code } = await runProgram([command, flag, url, ...others]);
      expect(code).toBe(1);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('nor is a collection that is not there', async () => {
    const path = database();
    await fillStore(path, records(1));
    const { code, stderr } = await runProgram(['stats', '--transport', `sqlite:${path}?collection=team`]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('There are: qis_outcome_packets')]);
    await expect(readStore(path, 'team')).rejects.toMatchObject({ code: 'STORE_MISSING' });
    expect(existsSync(path)).toBe(true);
  });
});

describe('the command line', () => {
  it('--help lists the commands, and each explains its own flags', async () => {
    const { stdout } = await runProgram(['--help']);
    for (const name of COMMAND_NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const name of COMMAND_NAMES) {
      const help = await runProgram([name, '--help']);
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain(`Usage: qis-mcp ${name} [flags]`);
      const { flags } = await COMMANDS[name].load();
      for (const flag of Object.keys(flags)) expect(help.stdout).toContain(`\n  --${flag} `);
    }
  });

  it.each([
    [['stats', 'hunter2'], /^qis-mcp stats: Flags are all that it takes\. See qis-mcp stats --help\.\n$/],
    [
      ['copy', '--from', 'qdrant://hunter2@h', '--to', 'jsonl:-'],
      /^qis-mcp copy: --from holds a user name or a password/,
    ],
    [
      ['hunter2'],
      /^qis-mcp: Flags are all that a server takes; a command \(serve, token, stats, remove, doctor, copy\)/,
    ],
  ])('%j is refused in one sentence that repeats no value', async (args, message) => {
    const { code, stdout, stderr } = await runProgram(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('hunter2');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
