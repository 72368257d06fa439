import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMAND_NAMES, COMMANDS } from '../src/commands/commands.ts';
import { decodeHeader, decodeRecord, parseLine, type RawLine } from '../src/copy/line-codec.ts';
import { FLAGS } from '../src/flags.ts';
import { MCP_PATH } from '../src/http/mcp-endpoint.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');
const serving = read('../../../docs/serving.md');

it('the README explains every flag with its variable and its default', () => {
  for (const [name, { value, variable, standard }] of Object.entries(FLAGS)) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`--${name} ${value}\` |`));
    expect(row, name).toContain(`| \`${variable}\` |`);
    if (name !== 'agent-id') expect(row, name).toContain(`| \`${standard}\` |`);
  }
});

it('README and the document on serving show every command, and name its flags', async () => {
  const operating =
    readme.slice(readme.indexOf('## Operating'), readme.indexOf('## What a model gets')) + serving;
  for (const name of COMMAND_NAMES) {
    expect(operating).toMatch(new RegExp(`^\\$ qis-mcp ${name}`, 'm'));
    for (const flag of Object.keys((await COMMANDS[name].load()).flags))
      expect(operating).toContain(`--${flag}`);
  }
});

it('the README shows lines of packets that can be read', () => {
  const lines = [...readme.matchAll(/^\{"(?:format|id)".*\}$/gm)].map(([line]) => parseLine(line));
  expect(lines).toHaveLength(2);
  const [header, record] = lines as [RawLine, RawLine];
  expect(decodeHeader(header)).toMatchObject({ dimensions: 256 });
  const { vector: _, ...shown } = record;
  expect({ ...decodeRecord(shown).packet, ...shown }).toEqual(shown);
});

it('README and the document on serving have configurations that hosts can read, of the program and of its endpoint', () => {
  const blocks = [...(readme + serving).matchAll(/^```json\n(.*?)^```/gms)].map(
    ([, json]) => JSON.parse(String(json)) as object,
  );
  const servers = blocks.flatMap((block) => Object.values(block) as { qis: object }[]).map(({ qis }) => qis);
  const program = { command: 'node', args: ['/ABSOLUTE/PATH/apps/mcp-server/dist/qis-mcp.js'] };
  const endpoint = { type: 'http', url: `https://HOST${MCP_PATH}` };
  expect(servers).toMatchObject([program, program, endpoint]);
});
