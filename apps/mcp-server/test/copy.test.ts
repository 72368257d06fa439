import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StaticEmbedder } from '@qis/embeddings/static';
import { describe, expect, it } from 'vitest';
import { encodeHeader, encodeRecord } from '../src/copy/line-codec.ts';
import { badLines } from './bad-lines.ts';
import { type Content, FINGERPRINT, fillStore, NOW, readStore, record, records } from './records.ts';
import { type Ended, runProgram } from './run-program.ts';
import { SOURCE, SpawnedServer, temporaryFolder } from './spawned.ts';

/** What a store keeps of a number of a vector of unit length. */
const PRECISION = 2e-5;

function copy(from: string, to: string, more: readonly string[] = [], input = ''): Promise<Ended> {
  return runProgram(['copy', '--from', from, '--to', to, ...more], { input });
}

/** That two stores hold the same, vectors as precisely as a store keeps them. */
function expectSame(actual: Content, expected: Content): void {
  expect(actual.fingerprint).toEqual(expected.fingerprint);
  const bare = ({ records: all }: Content) => all.map(({ vector: _, ...rest }) => rest);
  expect(bare(actual)).toEqual(bare(expected));
  for (const [n, { vector }] of actual.records.entries()) {
    const other = expected.records[n]?.vector as Float32Array;
    expect(vector).toHaveLength(other.length);
    expect(Math.max(...other.map((value, i) => Math.abs(value - (vector?.[i] ?? 9))))).toBeLessThan(
      PRECISION,
    );
  }
}

const whole: Content = { fingerprint: FINGERPRINT, records: records(700) };
const lines: string = encodeHeader(FINGERPRINT) + whole.records.map(encodeRecord).join('');

describe('a round trip', () => {
  it('from a store to a file to a store is identical, and again changes nothing', async () => {
    const folder = temporaryFolder();
    const [a, b, file] = ['a.db', 'b.db', 'x.jsonl'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await fillStore(a, [...whole.records, record(9_000, { ttl: 1 })]);
    const out = await copy(`sqlite:${a}`, `jsonl:${file}`);
    expect(out).toMatchObject({ code: 0, stderr: '' });
    expect(out.stdout).toContain(
      '701 read: 701 written, 0 there already, 0 there and newer, 0 refused.\n1 of them have expired',
    );
    expect(out.stdout).toContain('Verified: the file has 701 lines of packets, 701 were written.');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);

    const back = await copy(`jsonl:${file}`, `sqlite:${b}`);
    expect(back).toMatchObject({ code: 0, stderr: '' });
    expect(back.stdout).toContain('Verified: the sqlite store counts 700 live packets, 700 are expected.');
    const first = await readStore(b);
    expectSame(first, await readStore(a));
    expect(first.records).toHaveLength(701);

    const again = await copy(`jsonl:${file}`, `sqlite:${b}`);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('0 written, 701 there already') });
    expect(await readStore(b)).toEqual(first);
    const replaced = await copy(`sqlite:${a}`, `jsonl:${file}`);
    expect(replaced).toMatchObject({ code: 1, stderr: expect.stringContaining('is not replaced') });
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('between collections of one file', async () => {
    const path = join(temporaryFolder(), 'a.db');
    await fillStore(path, whole.records);
    const { code } = await copy(`sqlite:${path}`, `sqlite:${path}?collection=team`);
    expect(code).toBe(0);
    expectSame(await readStore(path, 'team'), whole);
  });

  it.runIf(process.platform !== 'win32')('through a pipe of the shell', async () => {
    const folder = temporaryFolder();
    const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
    await fillStore(a, whole.records);
    const program = [process.execPath, ...SOURCE].map((part) => `'${part}'`).join(' ');
    const command = `${program} copy --from 'sqlite:${a}' --to jsonl:- | ${program} copy --from jsonl:- --to 'sqlite:${b}'`;
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', command]);
    expectSame(await readStore(b), whole);
    expect(stdout).toContain('700 read: 700 written');
    expect(stderr).toContain('the pipe took 700 lines of packets');
  });
});

describe('a pipe', () => {
  it('carries lines and nothing else on stdout', async () => {
    const { code, stdout, stderr } = await copy('jsonl:-', 'jsonl:-', [], lines);
    expect(code).toBe(0);
    expect(stdout).toBe(lines);
    expect(stderr).toContain('700 read');
  });

  it('that nobody reads any more ends it without a word, and not as if it were done', async () => {
    const path = join(temporaryFolder(), 'a.db');
    await fillStore(path, whole.records);
    const program = new SpawnedServer([...SOURCE, 'copy', '--from', `sqlite:${path}`, '--to', 'jsonl:-']);
    program.process.stdout.destroy();
    expect(await program.exited).toBe(1);
    expect(program.stderr).toBe('');
  });
});

describe('what is refused', () => {
  it('is told with its line and the reason, whatever it is, and the rest arrives', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.db');
    const file = join(folder, 'x.jsonl');
    const good = encodeRecord(record(1));
    const bytes = badLines.flatMap(({ line }) => [Buffer.from(line), Buffer.from(`\n${good}`)]);
    writeFileSync(
      file,
      Buffer.concat([Buffer.from(encodeHeader(FINGERPRINT)), ...bytes, Buffer.from(encodeRecord(record(2)))]),
    );
    const { code, stdout, stderr } = await copy(`jsonl:${file}`, `sqlite:${path}`);
    expect(code).toBe(1);
    expect(stdout).toContain(`${badLines.length} refused.`);
    const told = stderr.trim().split('\n');
    expect(told).toHaveLength(badLines.length);
    for (const [n, { reason }] of badLines.entries()) {
      expect(told[n]).toMatch(
        new RegExp(`^qis-mcp copy: line ${2 + 2 * n}: ${reason.source}.* \\([A-Z_]+\\)$`),
      );
    }
    expect(stderr).not.toContain('canary');
    expectSame(await readStore(path), { fingerprint: FINGERPRINT, records: [record(1), record(2)] });
  });

  it('a target of another model, before anything is written; --embedder embeds anew', async () => {
    const folder = temporaryFolder();
    const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
    const embedder = new StaticEmbedder();
    const { fingerprint } = await embedder.open();
    await fillStore(a, whole.records);
    await fillStore(b, [], fingerprint);
    const refused = await copy(`sqlite:${a}`, `sqlite:${b}`);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/waves@1 .*--embedder .*\(EMBEDDER_MISMATCH\)\n$/);
    expect((await readStore(b)).records).toEqual([]);

    const anew = await copy(`sqlite:${a}`, `sqlite:${b}`, ['--embedder', 'static']);
    expect(anew).toMatchObject({ code: 0, stderr: '' });
    const vectors = await embedder.embed(whole.records.map(({ packet }) => packet.problem_description));
    const expected = whole.records.map((each, n) => ({ ...each, vector: vectors[n] as Float32Array }));
    expectSame(await readStore(b), { fingerprint, records: expected });
    expectSame(await readStore(a), whole);
  });

  it('a file that is not there, and makes no store for it', async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await copy(`jsonl:${join(folder, 'none')}`, `sqlite:${join(folder, 'a.db')}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--from: The file, .*not there.*\(STORE_MISSING, Error ENOENT\)/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('the article’s eight fields, written by hand or by Python, become a store that can be searched', async () => {
  const path = join(temporaryFolder(), 'a.db');
  const eight = { ...record(1).packet, timestamp: NOW };
  const input = `${JSON.stringify(eight)}\n${JSON.stringify({ ...eight, delta_summary: 'another' })}`;
  for (const counts of ['2 written, 0 there already', '0 written, 2 there already']) {
    const { code, stdout, stderr } = await copy('jsonl:-', `sqlite:${path}`, [], input);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(counts);
    expect(stdout).toContain('Verified: 2 of 2 are found by a search for their meaning.');
  }
  expect((await readStore(path)).fingerprint?.model).toBe('qis-static-minilm');
});

describe('stopped in the middle', () => {
  /** A copy from a pipe that has brought `count` records, and may bring more. */
  async function begun(to: string, count: number): Promise<SpawnedServer> {
    const program = new SpawnedServer([...SOURCE, 'copy', '--from', 'jsonl:-', '--to', to]);
    program.write(
      lines
        .split('\n')
        .slice(0, count + 1)
        .join('\n'),
    );
    program.write('\n');
    return program;
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('by kill -9, a store has whole batches; the next copy brings the rest', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const program = await begun(`sqlite:${path}`, 600);
    await until(async () => existsSync(path) && (await countIn(path)) >= 512);
    program.process.kill('SIGKILL');
    expect(await program.exited).toBe('SIGKILL');
    expect(await countIn(path)).toBe(512);

    const again = await copy('jsonl:-', `sqlite:${path}`, [], lines);
    expect(again).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('188 written, 512 there already'),
    });
    expectSame(await readStore(path), whole);
  });

  it('by kill -9, a file has no name yet; what was begun is for its owner alone', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'x.jsonl');
    const program = await begun(`jsonl:${file}`, 600);
    await until(async () => parts(folder).some((begun) => linesIn(begun) > 512));
    program.process.kill('SIGKILL');
    await program.exited;
    expect(existsSync(file)).toBe(false);
    if (process.platform !== 'win32') expect(statSync(String(parts(folder)[0])).mode & 0o777).toBe(0o600);

    expect(await copy('jsonl:-', `jsonl:${file}`, [], lines)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(lines);
  });

  it.runIf(process.platform !== 'win32')(
    'by Ctrl-C, it says so, leaves nothing half done, and ends as it was told',
    async () => {
      const folder = temporaryFolder();
      const program = await begun(`jsonl:${join(folder, 'x.jsonl')}`, 600);
      await until(async () => parts(folder).some((file) => linesIn(file) > 512));
      program.process.kill('SIGINT');
      expect(await program.exited).toBe('SIGINT');
      expect(program.stderr).toMatch(/^qis-mcp copy: Stopped after (?:256|512) records\. Copy again\.\n$/);
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

/** The files in a folder that have not got their names yet. */
function parts(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.part'))
    .map((name) => join(folder, name));
}

function linesIn(file: string): number {
  return readFileSync(file, 'utf8').split('\n').length - 1;
}

async function countIn(path: string): Promise<number> {
  try {
    return (await readStore(path)).records.length;
  } catch {
    return 0; // not made yet
  }
}
