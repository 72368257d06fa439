import { describe, expect, it } from 'vitest';
import { readFlags } from '../read-flags.ts';
import type { ExitCode } from './command.ts';
import { COMMANDS, type CommandName } from './commands.ts';

/** As the program calls a command, with nothing to say it to. */
async function call(
  name: CommandName,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ExitCode> {
  const command = await COMMANDS[name].load();
  const read = readFlags({ program: `qis-mcp ${name}`, flags: command.flags }, args, env);
  if (typeof read === 'string') throw new Error(`It asks for ${read}.`);
  return command.run({ ...read, output: { say: () => {}, note: () => {} } });
}

describe('a call that cannot be served', () => {
  it.each<[CommandName, string[], NodeJS.ProcessEnv, RegExp]>([
    ['stats', ['--ttl', '5'], {}, /^--ttl is no flag of qis-mcp stats$/],
    ['stats', ['--embedder', 'static'], {}, /^--embedder is no flag of qis-mcp stats$/],
    ['stats', [], { QIS_TRANSPORT: 'nowhere' }, /^QIS_TRANSPORT is no URL/],
    ['stats', [], { QIS_COLLECTION: 'a/b' }, /or collection: a name is/],
    ['remove', [], {}, /^The ids of packets are needed$/],
    ['remove', ['hunter2'], {}, /^Argument 1 of 1 is no id/],
    [
      'doctor',
      [],
      { QIS_EMBEDDER: 'hunter2' },
      /^QIS_EMBEDDER must be one of static, minilm, OWNER\/MODEL, openai:URL#MODEL$/,
    ],
    ['copy', ['--from', 'memory:'], {}, /^--from URL and --to URL are needed$/],
    ['copy', [], { QIS_TRANSPORT: 'memory:' }, /^--from URL and --to URL are needed$/],
    ['token', ['new', '--name', 'ann'], {}, /^--tokens FILE is needed$/],
    ['token', ['new', '--tokens', 't'], {}, /^--name NAME is needed$/],
    ['token', ['hunter2', '--tokens', 't'], {}, /^It takes new --name NAME, list, or revoke NAME$/],
    ['token', ['new', 'hunter2', '--tokens', 't', '--name', 'ann'], {}, /^It takes new/],
    ['token', ['list', 'hunter2'], { QIS_TOKENS: 't' }, /^It takes new/],
    ['token', ['revoke', '--tokens', 't'], {}, /^It takes new/],
    ['token', ['revoke', 'a', 'hunter2', '--tokens', 't'], {}, /^It takes new/],
    [
      'token',
      ['list', '--tokens', 't', '--voter', 'hunter2'],
      {},
      /^--voter is a flag of qis-mcp token new$/,
    ],
    ...['90', '0d', '3651d', '-1d', '1.5d', 'hunter2'].map(
      (expires): [CommandName, string[], NodeJS.ProcessEnv, RegExp] => [
        'token',
        ['new', '--tokens', 't', '--name', 'ann', `--expires=${expires}`],
        {},
        /^--expires must be days, 1d to 3650d, or never$/,
      ],
    ),
    ['copy', ['--from', 'memory:', '--to', 'jsonl:'], {}, /^--to names no file/],
    ['copy', ['--collection', 'hunter2'], {}, /^--collection is no flag of qis-mcp copy$/],
    [
      'copy',
      ['--from', 'memory:', '--to', 'memory:', '--embedder', 'hunter2'],
      {},
      /^--embedder must be one of static, minilm, OWNER\/MODEL, openai:URL#MODEL$/,
    ],
  ])('%s %j with %j is refused in a sentence', async (name, args, env, message) => {
    const error = await call(name, args, env).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringMatching(message) });
    expect(String(error)).not.toContain('hunter2');
  });
});

it('copy embeds anew only where the flag says so: the variable is for servers', async () => {
  expect((await COMMANDS.copy.load()).flags.embedder?.variable).toBeUndefined();
});
